// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/clock.hpp>

namespace upcall {

// A clock that its owner sets; sleeping moves it on. For tests, and for devices that are told the time. It belongs to
// one thread.
struct manual_clock {
  using role = upcall::role::clock;

  timestamp start = {};
  milliseconds since = {};

  constexpr timestamp now() const { return {start.seconds + since.count / 1000}; }
  constexpr milliseconds elapsed() const { return since; }
  constexpr void sleep(milliseconds pause) { since = since + pause; }
};

}  // namespace upcall
