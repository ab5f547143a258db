// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/policies/workspace/stack.hpp>

TEST_CASE("each call has a workspace of its own") {
  STATIC_REQUIRE(std::is_empty_v<upcall::stack_workspace<>>);
  STATIC_REQUIRE(sizeof(upcall::workspace<upcall::limits::hosted>) < 48 * 1024);
  upcall::stack_workspace<upcall::limits::small> place;
  auto&& one = place.lease();
  auto&& other = place.lease();
  CHECK(&one != &other);
  one.head[0] = 'a';
  other.head[0] = 'b';
  CHECK(one.head[0] == 'a');
}
