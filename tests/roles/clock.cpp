// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/clock/corrected.hpp>
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
struct set_by_milliseconds : own {
  void correct(milliseconds);
};

static_assert(upcall::clock<own> && !upcall::clock<misspelt> && !upcall::clock<other_time> &&
              !upcall::clock<sleeps_seconds>);
static_assert(upcall::role::clock::played<own> && upcall::role::clock::played<keeps_state> &&
              upcall::role::clock::check<own>());
static_assert(!upcall::role::clock::played<misspelt> && !upcall::role::clock::played<upcall::detail::nobody>);

struct own_correction : own {
  void correct(timestamp);
};
struct corrects_alone {
  void correct(timestamp);
};
static_assert(upcall::correctable_clock<own_correction> &&
              upcall::correctable_clock<upcall::corrected_clock<own>::state>);
static_assert(!upcall::correctable_clock<own> && !upcall::correctable_clock<set_by_milliseconds> &&
              !upcall::correctable_clock<corrects_alone> && !upcall::correctable_clock<upcall::system_clock>);

// 2015 and the end of 32 bits.
using upcall::is_plausible;
static_assert(!is_plausible({0}) && !is_plausible({1'420'070'399}) && is_plausible({1'420'070'400}));
static_assert(is_plausible({1'420'070'400 + 4'294'967'295}) && !is_plausible({1'420'070'400 + 4'294'967'296}));
static_assert(!is_plausible({INT64_MIN}) && !is_plausible({INT64_MAX}));

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role", "", upcall::system_clock, upcall::manual_clock,
                   upcall::corrected_clock<upcall::system_clock>) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::clock>);
  STATIC_REQUIRE(upcall::role::clock::played<TestType>);
}
