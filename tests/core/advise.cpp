// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/core/advise.hpp>

TEST_CASE("advice comes behind the service's words") {
  upcall::failure why{upcall::fault::server, "Private address is forbidden to callback.", 400};
  upcall::advise(why, "use another");
  CHECK(why.message == "Private address is forbidden to callback. (use another)");
  CHECK(why.status == 400);
  CHECK_FALSE(why.message.cut());
}

TEST_CASE("of words that are too long the end is left out, not the advice") {
  for (const std::size_t length : {186u, 187u, 200u, 500u}) {
    upcall::failure why{upcall::fault::server, std::string(length, 'a')};
    upcall::advise(why, "use another");
    const std::size_t left = length < 186 ? length : 186;
    CHECK(why.message == std::string(left, 'a') + " (use another)");
    CHECK_FALSE(why.message.cut());
  }
}
