// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/number_parameter.hpp>
#include <upcall/testing/emulator/xml_answer.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// The open uploads of a bucket from behind a place on, by their objects' names and then by their ids.
inline std::vector<upload_facts> uploads_behind(const incoming& message, service_context& context) {
  const std::string_view prefix = message.parameter("prefix"), key = message.parameter("key-marker"),
                         id = key.empty() ? key : message.parameter("upload-id-marker");
  std::vector<upload_facts> out = context.store.uploads();
  std::erase_if(out, [&](const upload_facts& each) {
    const bool behind = each.key > key || (each.key == key && !id.empty() && each.id > id);
    return each.bucket != message.bucket || !each.key.starts_with(prefix) || !behind;
  });
  std::sort(out.begin(), out.end(), [](const upload_facts& a, const upload_facts& b) {
    return std::tie(a.key, a.id) < std::tie(b.key, b.id);
  });
  return out;
}

// GET /bucket?uploads, a page of at most 1,000 uploads ("ListMultipartUploads" of the service's documentation).
inline http_response list_uploads(const incoming& message, service_context& context) {
  xml_answer answer{"ListMultipartUploadsResult", message};
  if (!message.parameter("delimiter").empty())
    throw service_error{501, "NotImplemented", "The emulator lists uploads without a delimiter."};
  const std::size_t most = number_parameter(message, "max-uploads", 1, 1000, 1000);
  auto uploads = uploads_behind(message, context);
  const bool goes_on = uploads.size() > most;
  if (goes_on) uploads.resize(most);

  answer.element("Bucket", message.bucket);
  answer.key("KeyMarker", message.parameter("key-marker"));
  answer.element("UploadIdMarker", message.parameter("upload-id-marker"));
  answer.key("NextKeyMarker", uploads.empty() ? "" : uploads.back().key);
  answer.element("NextUploadIdMarker", uploads.empty() ? "" : uploads.back().id);
  answer.key("Delimiter", "");
  answer.key("Prefix", message.parameter("prefix"));
  answer.element("MaxUploads", most);
  answer.element("IsTruncated", goes_on ? "true" : "false");
  for (const upload_facts& each : uploads) {
    answer.open("Upload");
    answer.key("Key", each.key);
    answer.element("UploadId", each.id);
    answer.element("StorageClass", "Standard");
    answer.element("Initiated", iso(each.initiated));
    answer.close("Upload");
  }
  return std::move(answer).finish();
}

}  // namespace upcall::testing
