// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <ctime>
#include <upcall/policies/clock/system.hpp>

using upcall::system_clock;

TEST_CASE("the system's clock is that of time(), and the other never goes back") {
  const std::time_t before = std::time(nullptr);
  const auto now = system_clock::now();
  CHECK(now.seconds >= before - 1);  // time() may be read from a coarser clock
  CHECK(now.seconds <= std::time(nullptr) + 1);

  auto last = system_clock::elapsed();
  for (int i = 0; i != 1'000; ++i) {
    const auto next = system_clock::elapsed();
    CHECK(next >= last);
    last = next;
  }
}

TEST_CASE("a sleep lasts at least as long as was asked") {
  const auto begin = system_clock::elapsed();
  system_clock::sleep({3});
  CHECK((system_clock::elapsed() - begin).count >= 2);  // both ends are rounded down
  system_clock::sleep({0});
}
