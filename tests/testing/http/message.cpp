// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/http/message.hpp>

using namespace upcall::testing;

TEST_CASE("headers keep their order and are found whatever their case") {
  http_headers headers;
  headers.add("A", "1");
  headers.add("b", "2");
  headers.add("a", "3");
  CHECK(headers.get("a") == "1");
  CHECK(headers.count("A") == 2);
  CHECK(headers.find("c") == nullptr);
  CHECK(headers.get("c") == "");
  headers.set("A", "4");
  CHECK(headers.count("a") == 1);
  CHECK(headers.get("A") == "4");
  CHECK(headers.size() == 2);
}
