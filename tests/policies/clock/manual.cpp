// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/clock/manual.hpp>

namespace {

constexpr bool sleeping_moves_it() {
  upcall::manual_clock clock{{100}, {}};
  clock.sleep({1'500});
  return clock.now().seconds == 101 && clock.elapsed().count == 1'500;
}
static_assert(sleeping_moves_it());

}  // namespace

TEST_CASE("a manual clock stands still until it is set or slept on") {
  upcall::manual_clock clock;
  CHECK(clock.now().seconds == 0);
  clock.start = {1'700'000'000};
  CHECK(clock.now().seconds == 1'700'000'000);
  CHECK(clock.elapsed().count == 0);
  for (int i = 0; i != 10; ++i) clock.sleep({300});
  CHECK(clock.now().seconds == 1'700'000'003);
  CHECK(clock.elapsed().count == 3'000);
}
