// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/core/inline_list.hpp>

using namespace upcall;

namespace {

constexpr int sum(const inline_list<int, 3>& list) {
  int total = 0;
  for (int item : list) total = total * 10 + item;
  return total;
}

}  // namespace

static_assert(inline_list<int, 3>{}.empty() && sum({}) == 0 && inline_list<int, 3>::capacity() == 3);
static_assert(sum({1, 2, 3}) == 123 && inline_list<int, 3>{1, 2, 3}.size() == 3 &&
              !inline_list<int, 3>{1, 2, 3}.overflow());
static_assert(sum({1, 2, 3, 4}) == 123 && inline_list<int, 3>{1, 2, 3, 4}.overflow());
static_assert(inline_list<int, 3>{7, 8}[1] == 8);

TEST_CASE("a list fills up in order, refuses more, and starts again when cleared") {
  inline_list<int, 2> list;
  CHECK(list.push_back(1));
  CHECK(list.push_back(2));
  CHECK_FALSE(list.overflow());
  CHECK_FALSE(list.push_back(3));
  CHECK(list.overflow());
  CHECK(list.size() == 2);
  CHECK(list[0] == 1);
  CHECK(list[1] == 2);
  CHECK(list.end() - list.begin() == 2);
  list.clear();
  CHECK(list.empty());
  CHECK_FALSE(list.overflow());
  CHECK(list.push_back(9));
  CHECK(list[0] == 9);
}
