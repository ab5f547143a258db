// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/policies/observer/log_lines.hpp>
#include <upcall/policies/observer/silent.hpp>
#include <upcall/roles/observer.hpp>

namespace {

namespace event = upcall::event;

// The smallest one of the role's comment.
struct warnings_only {
  using role = upcall::role::observer;
  int seen = 0;
  void observe(const event::warning&) { ++seen; }
  void observe(const auto&) {}
};
struct misspelt {
  void observes(const auto&);
};
struct of_one_event {
  void observe(const event::warning&);
};
struct loud {
  static constexpr bool silent = false;
  void observe(const auto&);
};
static_assert(upcall::observer<warnings_only> && !upcall::observer<misspelt> && !upcall::observer<of_one_event>);
static_assert(upcall::role::observer::check<warnings_only>());
static_assert(upcall::role::observer::played<upcall::detail::nobody>);
static_assert(!upcall::is_silent<warnings_only> && !upcall::is_silent<loud> &&
              upcall::is_silent<upcall::detail::nobody>);
static_assert(upcall::is_silent<upcall::silent_observer> && !upcall::is_silent<upcall::log_lines<>>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role of an observer", "", upcall::silent_observer, upcall::log_lines<>) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::observer>);
  STATIC_REQUIRE(upcall::role::observer::played<TestType>);
}

TEST_CASE("an observer may look at one kind of event") {
  warnings_only mine;
  mine.observe(event::warning{});
  mine.observe(event::clock_corrected{});
  CHECK(mine.seen == 1);
}
