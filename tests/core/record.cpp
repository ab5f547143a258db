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
struct one {
  int only = 1;
};
struct many {
  int a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12, m = 13, n = 14, o = 15,
      p = 16, q = 17, r = 18, s = 19, t = 20, u = 21, v = 22, w = 23, x = 24, y = 25, z = 26, last = 27;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(point, x, y);
UPCALL_RECORD(one, only);
UPCALL_RECORD(many, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, last);

using namespace upcall;

static_assert(record<point> && record<const point&> && !record<plain> && !record<int>);
static_assert(record<one> && record<many>);

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

TEST_CASE("a record of the library's own names its members as Hana does") {
  for_each_member(one{}, [](std::string_view name, int value) { CHECK((name == "only" && value == 1)); });
  std::string names;
  int last = 0;
  for_each_member(many{}, [&](std::string_view name, int value) {
    names += name;
    CHECK(value == last + 1);
    last = value;
  });
  CHECK(names == "abcdefghijklmnopqrstuvwxyzlast");
}
