// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/checkpoint/part_table.hpp>

using namespace upcall;

namespace {

static_assert(sizeof(stored_part) == 72);

TEST_CASE("parts are found by their numbers, in whatever order they come") {
  part_table table;
  CHECK(table.find(0) == nullptr);
  CHECK(table.find(1) == nullptr);
  for (const std::uint32_t number : {7u, 1u, 10'000u, 3u}) {
    REQUIRE(table.put({.number = number, .size = number * 2}));
    REQUIRE(table.find(number) != nullptr);
    CHECK(table.find(number)->size == number * 2);
  }
  CHECK(table.find(2) == nullptr);
  CHECK(table.find(10'001) == nullptr);
  REQUIRE(table.put({.number = 7, .size = 5}));
  CHECK(table.find(7)->size == 5);
  table.drop(7);
  table.drop(8);
  table.drop(0);
  table.drop(0xffffffff);
  CHECK(table.find(7) == nullptr);
  CHECK(table.find(3) != nullptr);
  table.clear();
  CHECK(table.find(3) == nullptr);
}

TEST_CASE("numbers that no upload has are refused") {
  part_table table;
  for (const std::uint32_t number : {0u, 10'001u, 0xffffffffu}) {
    const verdict refused = table.put({.number = number});
    REQUIRE_FALSE(refused);
    CHECK(refused.wrong() == "checkpoint: parts have the numbers 1 to 10000");
  }
}

TEST_CASE("a table whose size is known stays where it is; one that grows never has room for more than an upload has") {
  part_table table;
  REQUIRE(table.reserve(10'000));
  REQUIRE(table.put({.number = 1}));
  const stored_part* first = table.find(1);
  for (std::uint32_t number = 2; number <= 10'000; ++number) REQUIRE(table.put({.number = number}));
  CHECK(table.find(1) == first);
  CHECK(table.room() == 10'000);

  part_table growing;
  for (std::uint32_t number = 1; number <= 10'000; ++number) REQUIRE(growing.put({.number = number}));
  CHECK(growing.room() == 10'000);
  REQUIRE(growing.reserve(0xffffffffffffffff));
  CHECK(growing.room() == 10'000);
}

}  // namespace
