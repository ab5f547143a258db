// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/clock.hpp>

// Counts from when the board was started, which it does not know: that is `started`, whoever sets it.
struct board_clock {
  using role = upcall::role::clock;

  static upcall::timestamp started;

  static upcall::timestamp now();
  static upcall::milliseconds elapsed();
  static void sleep(upcall::milliseconds pause);
};
