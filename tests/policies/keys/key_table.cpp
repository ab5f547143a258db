// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/policies/keys/key_table.hpp>

namespace {

std::string kept(upcall::key_table& in) {
  std::string out;
  for (const char* url : {"a", "b", "c", "d", "e"}) {
    if (in.find(url)) out += url;
  }
  return out;
}

}  // namespace

TEST_CASE("the table of keys: by the whole URL") {
  upcall::key_table table{2};
  CHECK_FALSE(table.find("a"));
  const auto added = table.add("a");
  CHECK(table.find("a") == added);
  CHECK_FALSE(table.find("a?"));
  CHECK_FALSE(table.find(""));
}

TEST_CASE("the table of keys: what goes first is a failure, then what never verified, then what was not asked for") {
  upcall::key_table table{3};
  table.add("a")->key = upcall::fetched_key{"1"};
  table.add("b")->key = upcall::fetched_key{"2"};
  table.add("c");
  table.find("a")->key->verified();
  REQUIRE(table.find("b"));
  table.add("d")->key = upcall::fetched_key{"3"};
  CHECK(kept(table) == "abd");
  REQUIRE(table.find("b"));
  table.add("e")->key = upcall::fetched_key{"4"};
  CHECK(kept(table) == "abe");
  table.find("b")->key->verified();
  table.find("e")->key->verified();
  REQUIRE(table.find("a"));
  table.add("c");
  CHECK(kept(table) == "ace");
  CHECK(table.size() == 3);
}

TEST_CASE("the table of keys: what is being fetched stays") {
  upcall::key_table table{2};
  const auto first = table.add("a");
  first->under_way = true;
  table.add("b");
  table.add("c");
  CHECK(kept(table) == "ac");
  table.find("c")->under_way = true;
  CHECK_FALSE(table.add("d"));
  CHECK(kept(table) == "ac");
  first->under_way = false;
  CHECK(table.add("d"));
  CHECK(kept(table) == "cd");
  CHECK(first->url == "a");  // whoever waits for it has it still
}

TEST_CASE("a table of no keys has no room") {
  upcall::key_table table{0};
  CHECK_FALSE(table.add("a"));
  CHECK(table.size() == 0);
}
