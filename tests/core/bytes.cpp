// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/core/bytes.hpp>

using namespace upcall;

static_assert(part("abcdef", 2) == "cdef" && part("abcdef", 2, 3) == "cde" && part("abcdef", 0, 0).empty());
static_assert(part("abcdef", 2, 99) == "cdef" && part("abcdef", 6).empty() && part("abcdef", 7).empty() &&
              part("", 0).empty());
static_assert(part("abcdef", std::string_view::npos, std::string_view::npos).empty());

static_assert(equal_in_constant_time("", "") && equal_in_constant_time("secret", "secret"));
static_assert(!equal_in_constant_time("secret", "secre") && !equal_in_constant_time("", "s") &&
              !equal_in_constant_time("a", "A"));

TEST_CASE("texts that differ in one bit anywhere are not equal") {
  const char original[] = "sixteen bytes ..";
  for (unsigned i = 0; i != 16; ++i) {
    for (unsigned bit = 0; bit != 8; ++bit) {
      char changed[] = "sixteen bytes ..";
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      CHECK_FALSE(equal_in_constant_time({original, 16}, {changed, 16}));
    }
  }
}

TEST_CASE("wiping overwrites that many bytes and no more") {
  char secret[] = "fake-secret";
  wipe(secret, 4);
  CHECK(std::string_view{secret, 11} == std::string_view{"\0\0\0\0-secret", 11});
  wipe(secret + 4, 0);
  CHECK(secret[4] == '-');
}
