// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <upcall/policies/retry/exponential_backoff.hpp>

using upcall::fault;
using upcall::recorded;

namespace {

constexpr const char* of_123456789 = "11051210869376104954";  // the check value of CRC-64/XZ

upcall::recorded_answer with_crc(const char* crc64, int status = 200) {
  return {
      .status = status,
      .headers = {
          {"x-oss-hash-crc64ecma", crc64}, {"ETag", "\"E\""}, {"x-oss-version-id", "V"}, {"x-oss-request-id", "R"}}};
}
auto put(auto&&... answers) {
  given::client oss{given::service, recorded{{answers...}}};
  return oss.bucket("examplebucket").put_object("k", upcall::text{"123456789"});
}

}  // namespace

TEST_CASE("what the service summed is compared with what was sent") {
  const auto out = put(with_crc(of_123456789));
  REQUIRE(out);
  CHECK(out->crc64 == 11051210869376104954u);

  const auto wrong = put(with_crc("11051210869376104955"));
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().kind == fault::crc_inconsistent);
  CHECK(wrong.error().status == 200);
  CHECK(wrong.error().request_id == "R");
  CHECK(wrong.error().stored.known);
  CHECK(wrong.error().stored.crc64 == 11051210869376104955u);
  CHECK(wrong.error().stored.size == 9);
  CHECK(wrong.error().stored.etag == "\"E\"");
  CHECK(wrong.error().stored.version_id == "V");
}

TEST_CASE("an answer without a sum is taken, with our own") {
  const auto out = put(upcall::recorded_answer{});
  REQUIRE(out);
  CHECK(out->crc64 == 11051210869376104954u);
}

TEST_CASE("the sum is judged before the callback") {
  const auto out = put(with_crc("1", 203));
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::crc_inconsistent);
}

TEST_CASE("pains row 32: after a wrong sum the body is sent once more") {
  given::client oss{given::service, recorded{{with_crc("1"), with_crc(of_123456789)}}, upcall::exponential_backoff{}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"123456789"});
  REQUIRE(out);
  CHECK(given::requests(oss).size() == 2);
  CHECK(given::requests(oss)[1].body == "123456789");
}
