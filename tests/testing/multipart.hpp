// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "testing/ask.hpp"
#include <cstddef>
#include <string>
#include <upcall/testing/emulator/service.hpp>
#include <utility>
#include <vector>

// A part that is not the last one has at least so many bytes.
inline const std::string large_enough(100 * 1024, 'x');

// Steps of a multipart upload of /bucket/key (or another object), as they are asked for over the wire.
inline std::string begin_upload(upcall::testing::service& to, const header_lines& headers = {},
                                const std::string& path = "/bucket/key") {
  const auto answer = ask(to, "POST", path + "?uploads", headers);
  REQUIRE(answer.status == 200);
  return element(answer.body, "UploadId");
}

inline upcall::testing::http_response put_part(upcall::testing::service& to, const std::string& id,
                                               const std::string& number, const std::string& bytes,
                                               const header_lines& headers = {}) {
  return ask(to, "PUT", "/bucket/key?partNumber=" + number + "&uploadId=" + id, headers, bytes);
}

// The ETag of a part that was put.
inline std::string part_tag(upcall::testing::service& to, const std::string& id, int number, const std::string& bytes) {
  return std::string{put_part(to, id, std::to_string(number), bytes).headers.get("etag")};
}

inline std::string completion_of(const std::vector<std::pair<int, std::string>>& parts) {
  std::string out = "<CompleteMultipartUpload>";
  for (const auto& [number, etag] : parts)
    out += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + etag + "</ETag></Part>";
  return out + "</CompleteMultipartUpload>";
}

inline upcall::testing::http_response complete(upcall::testing::service& to, const std::string& id,
                                               const std::string& document, const header_lines& headers = {}) {
  return ask(to, "POST", "/bucket/key?uploadId=" + id, headers, document);
}

inline upcall::testing::http_response complete_all(upcall::testing::service& to, const std::string& id) {
  return complete(to, id, "", {{"x-oss-complete-all", "yes"}});
}
