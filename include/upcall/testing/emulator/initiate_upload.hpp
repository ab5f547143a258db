// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/put_object.hpp>
#include <upcall/testing/emulator/receive.hpp>
#include <upcall/testing/emulator/upload.hpp>
#include <upcall/testing/emulator/xml_answer.hpp>
#include <utility>

namespace upcall::testing {

// POST /bucket/key?uploads. Headers of a callback mean nothing here, nor with a part: they are passed over, as all that
// an operation does not know. SDKs that are given them as plain headers (npm's ali-oss) send them with every request.
inline http_response initiate_upload(const incoming& message, service_context& context) {
  xml_answer answer{"InitiateMultipartUploadResult", message};
  check_setting_headers(message);
  if (!may_replace(message) && context.store.open(message.bucket, message.key)) throw already_exists();
  const upload_facts facts{.id = new_upload_id(),
                           .bucket = message.bucket,
                           .key = message.key,
                           .initiated = context.settings.now(),
                           .headers = kept_headers(message)};
  context.store.begin_upload(facts);
  answer.element("Bucket", facts.bucket);
  answer.key("Key", facts.key);
  answer.element("UploadId", facts.id);
  return std::move(answer).finish();
}

}  // namespace upcall::testing
