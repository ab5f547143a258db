// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <upcall/testing/emulator/number_parameter.hpp>

using namespace upcall::testing;

TEST_CASE("a parameter that is a number in its bounds") {
  const auto read = [](const std::string& query) {
    auto request = raw_request("GET", "/bucket/key?" + query);
    return number_parameter(incoming{request}, "max-parts", 1, 1000, 500);
  };
  CHECK(read("") == 500);
  CHECK(read("max-parts=1") == 1);
  CHECK(read("max-parts=1000") == 1000);
  for (const std::string wrong : {"0", "1001", "", "x", "-1", "1.5", "18446744073709551617"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(read("max-parts=" + wrong), service_error);
  }
}
