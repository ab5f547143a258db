// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/number_parameter.hpp>
#include <upcall/testing/emulator/open_upload.hpp>
#include <upcall/testing/emulator/receive.hpp>
#include <upcall/testing/emulator/upload.hpp>

namespace upcall::testing {

inline constexpr std::string_view wrong_part_number =
    "Part number must be an integer between 1 and 10000, inclusive.";

// PUT /bucket/key?partNumber=N&uploadId=ID
inline http_response upload_part(const incoming& message, service_context& context) {
  const auto number = read_decimal(message.parameter("partNumber"));
  if (!number || *number < 1 || *number > highest_part_number) {
    throw invalid_argument(std::string{wrong_part_number}, "partNumber", std::string{message.parameter("partNumber")});
  }
  if (!message.request.content_length) throw missing_content_length();  // chunks do, for an object
  check_body_headers(message);
  (void)open_upload(message, context);

  const std::unique_ptr<incoming_object> arriving = context.store.begin();
  const received_body body = receive_body(message, *arriving);
  const uploaded_part part{.number = static_cast<std::uint32_t>(*number),
                           .size = body.size,
                           .crc64 = body.crc64,
                           .etag = upper_hex(body.md5),
                           .modified = context.settings.now()};
  if (!arriving->commit_part(std::string{message.parameter("uploadId")}, part)) throw no_such_upload(message);

  http_response answer;
  answer.headers.add("ETag", '"' + part.etag + '"');
  answer.headers.add("x-oss-hash-crc64ecma", std::to_string(part.crc64));
  answer.headers.add("Content-MD5", base64_of(body.md5));
  return answer;
}

}  // namespace upcall::testing
