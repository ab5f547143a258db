// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/core/shared_value.hpp>
#include <upcall/roles/clock.hpp>

namespace upcall {

// A clock that the service sets right: once a request was refused for its time, now() goes on from what the service
// told. The clock behind it is only read, and may be set meanwhile: then the next refusal corrects it again. Threads
// may share it where they may share the clock behind. Without TLS anyone between here and the service can tell a time;
// with TLS, certificates are judged by the operating system's clock, not by this one. A signature in the URL that has
// expired is refused in other words, by which a slow clock is not told from an old URL: that corrects nothing.
template <class Clock>
struct corrected_clock {
  using role = upcall::role::clock;

  Clock inner;

  class state;
};
template <class Clock>
corrected_clock(Clock) -> corrected_clock<Clock>;

template <class Clock>
class corrected_clock<Clock>::state {
 public:
  constexpr explicit state(corrected_clock&& policy) : inner_(static_cast<Clock&&>(policy.inner)) {}

  // Of a clock that is none, no clock is made, which is then said in one sentence.
  timestamp now() requires clock<running_policy<Clock>> {
    const timestamp own = inner_.now();
    const std::uint32_t behind = behind_;
    if (behind == 0) return own;
    return {first_plausible.seconds + (low(own) - low(first_plausible) + behind)};
  }
  milliseconds elapsed() { return inner_.elapsed(); }
  void sleep(milliseconds pause) { inner_.sleep(pause); }

  void correct(timestamp service_time) {
    const std::uint32_t behind = low(service_time) - low(inner_.now());
    behind_ = behind != 0 ? behind : 1;  // a second more or less is allowed
  }

  // The clock behind.
  constexpr running_policy<Clock>& inner() { return inner_; }

 private:
  static constexpr std::uint32_t low(timestamp when) { return static_cast<std::uint32_t>(when.seconds); }

  [[no_unique_address]] running_policy<Clock> inner_;
  // Seconds, modulo 2^32: now() is the only time from 2015 on that fits, so 32 bits, which every processor reads and
  // writes in one piece, are exact wherever the clock behind began. 0: it was never corrected.
  shared_value<std::uint32_t> behind_ = 0;
};

}  // namespace upcall
