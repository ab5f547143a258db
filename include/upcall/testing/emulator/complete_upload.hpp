// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <upcall/testing/emulator/completion.hpp>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/open_upload.hpp>
#include <upcall/testing/emulator/put_object.hpp>
#include <upcall/testing/emulator/requested_callback.hpp>
#include <upcall/testing/emulator/upload.hpp>
#include <upcall/testing/emulator/xml_answer.hpp>
#include <utility>

namespace upcall::testing {

// What stands in the first bytes of an object, if that is an image.
inline std::optional<image_info> image_info_of(open_object& object) {
  std::string beginning(64 * 1024, '\0');
  beginning.resize(object.read(0, beginning));
  return read_image_info(beginning);
}

// POST /bucket/key?uploadId=ID. What the callback asks for is looked at first, so that nothing is done when that is
// wrong; the upload is gone before the callback is made.
inline http_response complete_upload(const incoming& message, service_context& context) {
  xml_answer document{"CompleteMultipartUploadResult", message};
  check_setting_headers(message);
  requested_callback callback{message, context, "CompleteMultipartUpload"};
  const auto wanted = read_completion(message);
  callback_facts about;
  {
    const std::unique_ptr<held_upload> upload = open_upload(message, context);
    if (!may_replace(message) && context.store.open(message.bucket, message.key)) throw already_exists();
    const auto parts = chosen_parts(upload->parts(), wanted, upload->facts.id);
    about.object = joined(upload->facts, parts, context.settings.now());
    keep_acl(message, about.object.headers);
    if (!upload->complete(parts, about.object, may_replace(message))) throw already_exists();
  }
  document.element("Location", "http://" + std::string{message.request.headers.get("host")} +
                                   std::string{part(message.request.target, 0, message.request.target.find('?'))});
  document.element("Bucket", about.object.bucket);
  document.key("Key", about.object.key);
  document.element("ETag", about.object.quoted_etag());
  http_response answer = std::move(document).finish();
  answer.headers.add("ETag", about.object.quoted_etag());
  answer.headers.add("x-oss-hash-crc64ecma", std::to_string(about.object.crc64));
  if (!callback) return answer;
  if (const auto object = context.store.open(message.bucket, message.key)) about.image = image_info_of(*object);
  callback.make(answer, std::move(about), context);
  return answer;
}

}  // namespace upcall::testing
