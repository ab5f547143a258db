// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/clock/system.hpp>
#include <upcall/roles/clock.hpp>

namespace {

using upcall::milliseconds;
using upcall::timestamp;

struct own {
  timestamp now();
  milliseconds elapsed();
  void sleep(milliseconds);
};
struct misspelt {
  timestamp now();
  milliseconds elapsd();
  void sleep(milliseconds);
};
struct other_time {
  long now();
  milliseconds elapsed();
  void sleep(milliseconds);
};
struct sleeps_seconds {
  timestamp now();
  milliseconds elapsed();
  void sleep(int);
};
struct keeps_state {
  using state = own;
};

static_assert(upcall::clock<own> && !upcall::clock<misspelt> && !upcall::clock<other_time> &&
              !upcall::clock<sleeps_seconds>);
static_assert(upcall::role::clock::played<own> && upcall::role::clock::played<keeps_state> &&
              upcall::role::clock::check<own>());
static_assert(!upcall::role::clock::played<misspelt> && !upcall::role::clock::played<upcall::detail::nobody>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role", "", upcall::system_clock, upcall::manual_clock) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::clock>);
  STATIC_REQUIRE(upcall::role::clock::played<TestType>);
}
