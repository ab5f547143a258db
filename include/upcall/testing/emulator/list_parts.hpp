// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/number_parameter.hpp>
#include <upcall/testing/emulator/open_upload.hpp>
#include <upcall/testing/emulator/xml_answer.hpp>
#include <utility>

namespace upcall::testing {

// GET /bucket/key?uploadId=ID, a page of at most 1,000 parts ("ListParts" of the service's documentation).
inline http_response list_parts(const incoming& message, service_context& context) {
  xml_answer answer{"ListPartsResult", message};
  const std::uint32_t most = number_parameter(message, "max-parts", 1, 1000, 1000),
                      after = number_parameter(message, "part-number-marker", 0, UINT32_MAX, 0);
  auto parts = open_upload(message, context)->parts(after, most + 1);
  const bool goes_on = parts.size() > most;
  if (goes_on) parts.pop_back();

  answer.element("Bucket", message.bucket);
  answer.key("Key", message.key);
  answer.element("UploadId", message.parameter("uploadId"));
  answer.element("StorageClass", "Standard");
  answer.element("PartNumberMarker", after);
  answer.element("NextPartNumberMarker", parts.empty() ? after : parts.back().number);
  answer.element("MaxParts", most);
  answer.element("IsTruncated", goes_on ? "true" : "false");
  for (const uploaded_part& each : parts) {
    answer.open("Part");
    answer.element("PartNumber", each.number);
    answer.element("LastModified", iso(each.modified));
    answer.element("ETag", '"' + each.etag + '"');
    answer.element("HashCrc64ecma", each.crc64);
    answer.element("Size", each.size);
    answer.close("Part");
  }
  return std::move(answer).finish();
}

}  // namespace upcall::testing
