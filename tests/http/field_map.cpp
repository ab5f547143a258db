// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <algorithm>
#include <string>
#include <upcall/http/field_map.hpp>
#include <upcall/text/percent.hpp>
#include <vector>

using upcall::compare_bytes;
using upcall::field;

namespace {

using by_bytes = upcall::field_map<compare_bytes>;
using by_encoding = upcall::field_map<upcall::compare_percent_encoded>;

constexpr bool sorted_whatever_the_order() {
  field room[3];
  by_bytes map{room};
  map.set("c", "3");
  map.set("a", "1");
  map.set("b", "2");
  return map.size() == 3 && map.begin()[0].name == "a" && map.begin()[1].name == "b" && map.begin()[2].name == "c" &&
         !map.overflow();
}
static_assert(sorted_whatever_the_order());

std::vector<std::string> names(const auto& map) {
  std::vector<std::string> out;
  for (const field& each : map) out.emplace_back(each.name);
  return out;
}

}  // namespace

TEST_CASE("all orders of setting give one order") {
  std::vector<std::string> order{"", "a", "a-b", "a.b", "aa", "x-oss-date"};
  const auto wanted = order;
  do {
    field room[6];
    by_bytes map{room};
    for (const auto& name : order) map.set(name, name);
    CHECK(names(map) == wanted);
    for (const auto& name : order) CHECK(map.find(name)->value == name);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("a name is there once; the last value counts") {
  field room[2];
  by_bytes map{room};
  map.set("a", "1");
  map.set("b", "2");
  map.set("a", "3");
  CHECK(map.size() == 2);
  CHECK(map.find("a")->value == "3");
  CHECK(map.find("b")->value == "2");
  CHECK_FALSE(map.overflow());
}

TEST_CASE("more than fit is remembered, and a full map still replaces") {
  field room[2];
  by_bytes map{room};
  map.set("a", "1");
  map.set("c", "2");
  map.set("c", "3");
  CHECK_FALSE(map.overflow());
  map.set("b", "4");
  CHECK(map.overflow());
  CHECK(names(map) == std::vector<std::string>{"a", "c"});

  by_bytes none{{}};
  CHECK(none.empty());
  none.set("a", "");
  CHECK(none.overflow());
  CHECK(none.find("a") == nullptr);
}

TEST_CASE("removing closes the gap") {
  field room[3];
  by_bytes map{room};
  for (const char* name : {"a", "b", "c"}) map.set(name, name);
  map.remove("b");
  CHECK(names(map) == std::vector<std::string>{"a", "c"});
  map.remove("x");
  map.remove("c");
  map.remove("a");
  CHECK(map.empty());
  map.set("d", "4");
  CHECK(map.view().size() == 1);
}

TEST_CASE("parameters are in the order of their encoded names") {
  field room[5];
  by_encoding map{room};
  for (const char* name : {"a", "|a", "+a", "A", "~a"}) map.set(name, "");
  CHECK(names(map) == std::vector<std::string>{"+a", "|a", "A", "a", "~a"});
}
