// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/upload.hpp>

using namespace upcall::testing;

TEST_CASE("ids are never alike, and nothing else passes for one") {
  const std::string id = new_upload_id();
  CHECK(id != new_upload_id());
  CHECK(is_upload_id(id));
  for (const std::string wrong : {"", "..", "../../../../../../../../../etc/xx", "0123456789ABCDEF0123456789abcdef"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_upload_id(wrong));
  }
  CHECK_FALSE(is_upload_id(id + '0'));
}

TEST_CASE("what parts make together") {
  upload_facts upload{.id = "ID", .bucket = "bucket", .key = "key", .initiated = {1}};
  upload.headers.add("Content-Type", "text/plain");
  std::vector<uploaded_part> parts;
  for (std::string_view text : {"1234", "", "56789"}) {
    checksums sums;
    sums.append(text);
    uploaded_part part{.number = 1, .size = sums.size(), .crc64 = sums.crc64()};
    part.etag = upper_hex(std::move(sums).md5());
    parts.push_back(part);
  }
  const object_facts object = joined(upload, parts, {2});
  CHECK(object.bucket == "bucket");
  CHECK(object.key == "key");
  CHECK(object.size == 9);
  CHECK(object.crc64 == 11051210869376104954u);
  CHECK(object.modified == upcall::timestamp{2});
  CHECK(object.headers.get("content-type") == "text/plain");
  // for t in 1234 '' 56789; do printf "$t" | md5sum | cut -c-32 | xxd -r -p; done | md5sum
  CHECK(object.etag == "C57C61650E7A673BB13C5B3B2E9FBC27-3");
}
