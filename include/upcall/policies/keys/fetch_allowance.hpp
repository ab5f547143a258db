// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/time.hpp>

namespace upcall {

// How many fetches strangers can make us do: `at_first` at once, and then one in each interval.
class fetch_allowance {
 public:
  constexpr fetch_allowance(int at_first, milliseconds interval)
      : ahead_{(at_first - 1) * interval.count}, interval_(interval) {}

  // Whether there is one more; then it is taken.
  constexpr bool take(milliseconds now) {
    const milliseconds from = next_ > now ? next_ : now;
    if (from - now > ahead_) return false;
    next_ = from + interval_;
    return true;
  }

 private:
  milliseconds ahead_, interval_;
  milliseconds next_ = {};  // when the one after the last would come, had none been taken ahead of its time
};

}  // namespace upcall
