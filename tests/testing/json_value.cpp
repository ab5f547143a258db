// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/json_value.hpp>

using upcall::json_token;
using upcall::testing::read_json;

TEST_CASE("a JSON text as a tree") {
  const auto json = read_json(R"( {"a":"x\n\u00fc","b":[1,true,null],"c":{"d":{}},"a":"last"} )");
  REQUIRE(json);
  CHECK(json->is(json_token::begin_object));
  CHECK((*json)["a"].text == "last");
  CHECK(json->members[0].text == "x\nü");
  CHECK((*json)["b"].is(json_token::begin_array));
  CHECK((*json)["b"].members.size() == 3);
  CHECK((*json)["b"].members[0].text == "1");
  CHECK((*json)["b"].members[1].is(json_token::boolean));
  CHECK((*json)["c"]["d"].is(json_token::begin_object));
  CHECK((*json)["none"].is(json_token::null));
  CHECK((*json)["none"]["of"].is(json_token::null));
  CHECK(read_json("5")->is(json_token::number));
}

TEST_CASE("what is no JSON is no tree") {
  for (const char* wrong :
       {"", "{", "{}x", "{\"a\"}", "[1,]", "{\"a\":\"\\ud800\"}", "{\"\\ud800\":1}", "\xff", "'a'"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_json(wrong));
  }
}
