// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/policies/observer/silent.hpp>

TEST_CASE("a silent observer holds nothing and takes everything") {
  STATIC_REQUIRE(std::is_empty_v<upcall::silent_observer>);
  STATIC_REQUIRE(upcall::is_silent<upcall::silent_observer>);
  upcall::silent_observer::observe(upcall::event::warning{});
}
