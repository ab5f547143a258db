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
