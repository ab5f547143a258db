// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/http/retry_after.hpp>

namespace {

// Sun, 06 Nov 1994 08:49:37 GMT
constexpr upcall::timestamp sent{784'111'777};

constexpr std::int64_t wait(std::string_view value) {
  const auto out = upcall::read_retry_after(value, sent);
  return out ? out->count : -1;
}

}  // namespace

TEST_CASE("Retry-After in seconds") {
  STATIC_REQUIRE(wait("0") == 0);
  STATIC_REQUIRE(wait("120") == 120'000);
  STATIC_REQUIRE(wait("1000000000") == 1'000'000'000'000);
  STATIC_REQUIRE(wait("1000000001") == 1'000'000'000'000);
  STATIC_REQUIRE(wait("18446744073709551615") == 1'000'000'000'000);
}

TEST_CASE("Retry-After as a date, which may have passed") {
  STATIC_REQUIRE(wait("Sun, 06 Nov 1994 08:49:37 GMT") == 0);
  STATIC_REQUIRE(wait("Sun, 06 Nov 1994 08:49:40 GMT") == 3'000);
  STATIC_REQUIRE(wait("Sun, 06 Nov 1994 08:49:36 GMT") == 0);
  STATIC_REQUIRE(wait("Fri, 31 Dec 9999 23:59:59 GMT") == 1'000'000'000'000);
}

TEST_CASE("Retry-After that is neither") {
  for (const char* value : {"", "-1", "1.5", "5s", " 5", "soon", "Sun, 06 Nov 1994", "99999999999999999999"}) {
    INFO(value);
    CHECK(wait(value) == -1);
  }
}
