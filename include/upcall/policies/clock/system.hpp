// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <time.h>
#include <upcall/roles/clock.hpp>

namespace upcall {

// The operating system's clock.
struct system_clock {
  using role = upcall::role::clock;

  static timestamp now() { return {read(CLOCK_REALTIME).tv_sec}; }
  static milliseconds elapsed() {
    const timespec t = read(CLOCK_MONOTONIC);
    return {std::int64_t{t.tv_sec} * 1000 + t.tv_nsec / 1'000'000};  // time_t may have 32 bits
  }
  static void sleep(milliseconds pause) {
    timespec left{static_cast<time_t>(pause.count / 1000), static_cast<long>(pause.count % 1000 * 1'000'000)};
    while (::nanosleep(&left, &left) != 0 && errno == EINTR) continue;
  }

 private:
  static timespec read(clockid_t which) {
    timespec t{};
    ::clock_gettime(which, &t);
    return t;
  }
};

}  // namespace upcall
