// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/workspace/borrowed.hpp>

TEST_CASE("every call has the workspace that was given") {
  upcall::workspace<upcall::limits::small> room;
  upcall::borrowed_workspace place{room};
  CHECK(&place.lease() == &room);
  auto&& again = place.lease();
  CHECK(&again == &room);
  STATIC_REQUIRE(sizeof place == sizeof(void*));
}
