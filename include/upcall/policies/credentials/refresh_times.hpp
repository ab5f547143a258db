// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <upcall/core/time.hpp>

namespace upcall {

// When a source of credentials is asked. In whole seconds, since that is what a clock tells; less than 0 is 0.
struct refresh_times {
  // So long before they end, but not before three quarters of their life are over: the shortest that STS gives last 15
  // minutes. Five minutes are 30 tries of a source that fails.
  milliseconds early = {300'000};
  // So long after it was asked it is not asked again, be it that it failed, or gave the same as before.
  milliseconds pause = {10'000};

  // STS gives none that last longer than 12 hours: of what claims to, new ones are asked for then.
  static constexpr std::uint64_t longest = 12 * 3600;

  // For credentials that have not expired.
  constexpr timestamp renew_from(timestamp now, timestamp expires) const {
    const std::uint64_t life = std::min(distance(now, expires), longest);
    return {now.seconds + static_cast<std::int64_t>(life - std::min(seconds(early), life / 4))};
  }

  // In both directions: a clock that was set back does not keep it from being asked.
  constexpr bool is_pause_over(timestamp asked, timestamp now) const { return distance(asked, now) >= seconds(pause); }

 private:
  static constexpr std::uint64_t seconds(milliseconds span) {
    return span.count <= 0 ? 0 : (static_cast<std::uint64_t>(span.count) + 999) / 1000;
  }
  static constexpr std::uint64_t distance(timestamp a, timestamp b) {
    const auto low = static_cast<std::uint64_t>(std::min(a, b).seconds),
               high = static_cast<std::uint64_t>(std::max(a, b).seconds);
    return high - low;
  }
};

}  // namespace upcall
