// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <stdexcept>
#include <string>
#include <upcall/testing/emulator/faults.hpp>

namespace {

upcall::fault_effect next(upcall::fault_script& script, const std::string& method,
                          const std::string& target = "/bucket/key") {
  auto request = raw_request(method, target);
  return script.next(upcall::testing::incoming{request});
}

}  // namespace

TEST_CASE("a fault hits the n-th request of its method, and no other") {
  upcall::fault_script script;
  script.add("PUT:2:status=503");
  CHECK_FALSE(next(script, "PUT").status);
  CHECK_FALSE(next(script, "GET").status);
  CHECK(next(script, "PUT").status == 503);
  CHECK_FALSE(next(script, "PUT").status);
}

TEST_CASE("a fault may wait for a query parameter, or hit every request") {
  upcall::fault_script script;
  script.add("PUT?partNumber:1:cut=7");
  script.add("GET:*:crc");
  CHECK_FALSE(next(script, "PUT").cut);
  CHECK(next(script, "PUT", "/bucket/key?partNumber=3&uploadId=x").cut == 7);
  CHECK_FALSE(next(script, "PUT", "/bucket/key?partNumber=4&uploadId=x").cut);
  for (int i = 0; i != 3; ++i) CHECK(next(script, "GET").wrong_crc64);
}

TEST_CASE("faults that hit the same request add up") {
  upcall::fault_script script;
  script.add("PUT:1:delay=50");
  script.add("PUT:*:crc");
  const auto effect = next(script, "PUT");
  CHECK(effect.delay == upcall::milliseconds{50});
  CHECK(effect.wrong_crc64);
  script.clear();
  CHECK_FALSE(next(script, "PUT").wrong_crc64);
}

TEST_CASE("faults of what was done all the same") {
  upcall::fault_script script;
  script.add("POST:1:after=503");
  script.add("POST:2:lost");
  const auto after = next(script, "POST");
  CHECK(after.after == 503);
  CHECK_FALSE(after.status);
  CHECK(next(script, "POST").cut == 0);
}

TEST_CASE("a fault that means nothing is refused with a sentence") {
  upcall::fault_script script;
  for (const std::string wrong :
       {"", "PUT", "PUT:1", "PUT:0:crc", "PUT:x:crc", "PUT:1:", "PUT:1:status", "PUT:1:status=99", "PUT:1:status=600",
        "PUT:1:cut=-1", "put:1:crc", ":1:crc", "PUT:1:crc=1", "PUT:1:melt=3", "PUT:1:delay=9999999999999",
        "PUT:1:after=600", "PUT:1:lost=1"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(script.add(wrong), std::invalid_argument);
  }
}
