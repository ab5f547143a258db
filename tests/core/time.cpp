// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <concepts>
#include <cstdint>
#include <upcall/core/time.hpp>

using namespace upcall;

// What is a span and what is a moment cannot be confused, nor can either be a bare number.
static_assert(!std::convertible_to<milliseconds, timestamp> && !std::convertible_to<int, timestamp> &&
              !std::convertible_to<int, milliseconds>);

TEST_CASE("spans of time add, subtract and compare") {
  STATIC_REQUIRE(milliseconds{200} + milliseconds{300} == milliseconds{500});
  STATIC_REQUIRE(milliseconds{200} - milliseconds{300} == milliseconds{-100});
  STATIC_REQUIRE(milliseconds{} < milliseconds{1});
  STATIC_REQUIRE(milliseconds{INT64_MAX} + milliseconds{1} == milliseconds{INT64_MAX});
  STATIC_REQUIRE(milliseconds{1} + milliseconds{INT64_MAX} == milliseconds{INT64_MAX});
  STATIC_REQUIRE(milliseconds{1} + milliseconds{INT64_MAX - 1} == milliseconds{INT64_MAX});
  STATIC_REQUIRE(milliseconds{}.count == 0);
}

TEST_CASE("moments compare") {
  STATIC_REQUIRE(timestamp{-1} < timestamp{0});
  STATIC_REQUIRE(timestamp{5} == timestamp{5});
}
