// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/emulator/receive.hpp>
#include <upcall/testing/emulator/requested_callback.hpp>
#include <utility>

namespace upcall::testing {

inline service_error already_exists() {
  return {409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten."};
}

inline bool may_replace(const incoming& message) {
  return !equal_ignoring_case(message.header("x-oss-forbid-overwrite"), "true");
}

// PUT /bucket/key
inline http_response put_object(const incoming& message, service_context& context) {
  check_body_headers(message);
  requested_callback callback{message, context, "PutObject"};
  if (!may_replace(message) && context.store.open(message.bucket, message.key)) throw already_exists();

  const std::unique_ptr<incoming_object> arriving = context.store.begin();
  const received_body body = receive_body(message, *arriving);
  callback_facts about;
  about.object = {.bucket = message.bucket,
                  .key = message.key,
                  .size = body.size,
                  .crc64 = body.crc64,
                  .etag = upper_hex(body.md5),
                  .modified = context.settings.now(),
                  .headers = kept_headers(message)};
  keep_acl(message, about.object.headers);
  about.content_md5 = base64_of(body.md5);
  about.image = read_image_info(body.beginning);
  if (!arriving->commit(about.object, may_replace(message))) throw already_exists();

  http_response answer;
  answer.headers.add("ETag", about.object.quoted_etag());
  answer.headers.add("x-oss-hash-crc64ecma", std::to_string(body.crc64));
  answer.headers.add("Content-MD5", *about.content_md5);
  if (callback) callback.make(answer, std::move(about), context);
  return answer;
}

}  // namespace upcall::testing
