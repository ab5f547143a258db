// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"

using upcall::recorded;

TEST_CASE("what one attempt was answered is not seen by the next") {
  struct again {
    using role = upcall::role::retry;
    static std::optional<upcall::milliseconds> next_delay(const upcall::attempt& failed, std::uint64_t) {
      if (failed.number == 2) return std::nullopt;
      return upcall::milliseconds{};
    }
  };
  const upcall::recorded_answer first{.status = 503,
                                      .headers = {{"x-oss-request-id", "first"},
                                                  {"x-oss-ec", "0001"},
                                                  {"x-oss-version-id", "v1"},
                                                  {"x-oss-hash-crc64ecma", "1"},
                                                  {"ETag", "e1"}},
                                      .body = "<Error><Code>ServiceUnavailable</Code></Error>"};
  given::client oss{given::service, again{}, recorded{{first, {.status = 200}}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE(out);
  CHECK(out->request_id.empty());
  CHECK(out->version_id.empty());
  CHECK(out->etag.empty());
  CHECK(out->answer_size == 0);
}

TEST_CASE("a transport's failure comes through as it is") {
  given::client oss{given::service, recorded{}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::transport);
  CHECK(out.error().message == "recorded: no answer is left");
  CHECK_FALSE(out.error().outcome_unknown);
}
