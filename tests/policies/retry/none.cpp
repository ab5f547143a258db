// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/policies/retry/none.hpp>

TEST_CASE("no retry never wants another attempt, and holds nothing") {
  STATIC_REQUIRE(std::is_empty_v<upcall::no_retry>);
  const upcall::failure why{upcall::fault::transport, "no answer came"};
  CHECK_FALSE(upcall::no_retry::next_delay({1, why, {}}, 0));
}
