// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdint>
#include <upcall/policies/keys/fetch_allowance.hpp>

namespace {

constexpr int taken_at(upcall::fetch_allowance& from, std::int64_t now) {
  int count = 0;
  while (from.take({now})) ++count;
  return count;
}

}  // namespace

TEST_CASE("an allowance of fetches: some at once, then one in each interval, and never more saved up") {
  upcall::fetch_allowance from{3, {10}};
  CHECK(taken_at(from, 0) == 3);
  CHECK(taken_at(from, 9) == 0);
  CHECK(taken_at(from, 10) == 1);
  CHECK(taken_at(from, 19) == 0);
  CHECK(taken_at(from, 40) == 3);
  CHECK(taken_at(from, 1'000'000) == 3);
  CHECK(taken_at(from, 1'000'010) == 1);
}

TEST_CASE("an allowance of one fetch, or of none") {
  upcall::fetch_allowance one{1, {10}}, none{0, {10}};
  CHECK(taken_at(one, 5) == 1);
  CHECK(taken_at(one, 14) == 0);
  CHECK(taken_at(one, 15) == 1);
  CHECK(taken_at(none, 5) == 0);
  CHECK(taken_at(none, 500) == 0);
}

TEST_CASE("an allowance that never grows again") {
  upcall::fetch_allowance from{3, {INT64_MAX}};
  CHECK(taken_at(from, 5) == 3);
  CHECK(taken_at(from, 1'000'000'000'000) == 0);
}
