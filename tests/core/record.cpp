// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <type_traits>
#include <upcall/core/record.hpp>

namespace {

struct point {
  int x = 1, y = 2;
};
struct plain {
  int x = 0;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(point, x, y);

using namespace upcall;

static_assert(record<point> && record<const point&> && !record<plain> && !record<int>);

TEST_CASE("members are visited by name, in the order in which they were adapted") {
  std::string seen;
  for_each_member(point{}, [&](std::string_view name, int value) {
    seen += std::string{name} + "=" + std::to_string(value) + ";";
  });
  CHECK(seen == "x=1;y=2;");
}

TEST_CASE("members of an object that is not constant may be changed") {
  point here;
  for_each_member(here, [](std::string_view name, int& value) { value = name == "x" ? 10 : 20; });
  CHECK(here.x == 10);
  CHECK(here.y == 20);
  const point& there = here;
  for_each_member(there, [](std::string_view, const int& value) { CHECK(value >= 10); });
}
