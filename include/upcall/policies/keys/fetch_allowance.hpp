// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/core/time.hpp>

namespace upcall {

// How many fetches strangers can make us do: `at_first` at once, and then one in each interval.
class fetch_allowance {
 public:
  constexpr fetch_allowance(int at_first, milliseconds interval)
      : interval_(bounded(at_first, interval)), ahead_{(at_first - 1) * interval_.count} {}

  // Whether there is one more; then it is taken.
  constexpr bool take(milliseconds now) {
    const milliseconds from = next_ > now ? next_ : now;
    if (from - now > ahead_) return false;
    next_ = from + interval_;
    return true;
  }

 private:
  // As good as never is an interval that can still be counted with.
  static constexpr milliseconds bounded(int at_first, milliseconds interval) {
    const milliseconds most{INT64_MAX / 2 / (at_first > 1 ? at_first : 1)};
    return interval < most ? interval : most;
  }

  milliseconds interval_, ahead_;
  milliseconds next_ = {};  // when the one after the last would come, had none been taken ahead of its time
};

}  // namespace upcall
