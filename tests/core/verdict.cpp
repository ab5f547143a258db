// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/core/verdict.hpp>

using namespace upcall;

namespace {

constexpr verdict even(int number) {
  if (number % 2 != 0) return std::string_view{"number: give an even one"};
  return nothing{};
}
constexpr judged<int> half(int number) {
  if (const verdict found = even(number); !found) return found;
  return number / 2;
}

}  // namespace

static_assert(even(2) && even(2).has_value() && even(2).wrong().empty());
static_assert(!even(1) && even(1).wrong() == "number: give an even one");
static_assert(half(4) && *half(4) == 2 && !half(3) && half(3).wrong() == "number: give an even one");

TEST_CASE("what is wrong becomes a failure of the client's") {
  const failure why = half(3).error();
  CHECK(why.kind == fault::client);
  CHECK(why.message == "number: give an even one");
  CHECK(why.status == 0);
}

TEST_CASE("what was found right is reached by an arrow") {
  struct point {
    int x = 0;
  };
  const judged<point> here = point{5};
  CHECK(here);
  CHECK(here->x == 5);
}
