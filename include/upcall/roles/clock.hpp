// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <type_traits>
#include <upcall/core/time.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// Tells the time and lets it pass. now() is civil time, for signatures; elapsed() only ever grows, for delays.
template <class P>
concept clock = requires(P& p, milliseconds pause) {
  { p.now() } -> std::same_as<timestamp>;
  { p.elapsed() } -> std::same_as<milliseconds>;
  p.sleep(pause);
};

// One that takes the service's word: after a request was refused for its time, it is told the service's, and the
// request is sent once more. Its threads are told on their own, of the same time or nearly so.
template <class P>
concept correctable_clock = clock<P> && requires(P& p, timestamp service_time) {
  p.correct(service_time);
};

// A time that a service can tell: from 2015 on, for as long as 32 bits count seconds.
inline constexpr timestamp first_plausible{1'420'070'400};
constexpr bool is_plausible(timestamp told) {
  return told >= first_plausible && told.seconds - first_plausible.seconds <= 0xffff'ffff;
}

namespace role {
struct clock {
  template <class P>
  static constexpr bool played = upcall::clock<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(!std::is_same_v<P, detail::nobody>,
                  "client: give a clock, a policy with `timestamp now()`, `milliseconds elapsed()` and `void "
                  "sleep(milliseconds)`");
    static_assert(played<P> || std::is_same_v<P, detail::nobody>,
                  "clock policy: needs `timestamp now()`, `milliseconds elapsed()` and `void sleep(milliseconds)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
