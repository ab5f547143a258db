// SPDX-License-Identifier: Apache-2.0
// A device's whole library is one header; what it brings is enough for both kinds of upload.
#include "catch.hpp"
#include <string>
#include <upcall/freestanding.hpp>
#include <upcall/testing/recorded.hpp>

namespace {

constexpr std::size_t part = 102'400;

}  // namespace

TEST_CASE("a device uploads in one piece and in parts, with the room of limits::small") {
  static upcall::workspace<upcall::limits::small> bytes;
  upcall::freestanding_client oss{
      upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
      upcall::fixed_credentials{"fake-key-id", "fake-secret"},
      upcall::recorded{
          {{.headers = {{"ETag", "\"1\""}}},
           {.body = "<InitiateMultipartUploadResult><UploadId>ID</UploadId></InitiateMultipartUploadResult>"},
           {.headers = {{"ETag", "\"P1\""}}},
           {.headers = {{"ETag", "\"P2\""}}},
           {.headers = {{"ETag", "\"W-2\""}}}}},
      upcall::manual_clock{{1'700'000'000}, {}},
      upcall::borrowed_workspace{bytes},
  };
  auto bucket = oss.bucket("examplebucket");
  const auto one = bucket.put_object("one", upcall::text{"hello"});
  REQUIRE(one);
  CHECK(one->etag == "\"1\"");

  const std::string large(part + 1, 'x');
  const auto parts = bucket.resumable_upload("large", upcall::text{large}, {.part_size = part});
  REQUIRE(parts);
  CHECK(parts->etag == "\"W-2\"");
  CHECK(parts->parts == 2);
  const auto& sent = oss.policy<upcall::role::transport>().requests();
  REQUIRE(sent.size() == 5);
  CHECK(sent[3].body == "x");
  CHECK(sent[4].body ==
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;P1&quot;</ETag></Part>"
        "<Part><PartNumber>2</PartNumber><ETag>&quot;P2&quot;</ETag></Part></CompleteMultipartUpload>");
}
