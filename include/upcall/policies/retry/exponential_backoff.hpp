// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/roles/retry.hpp>

namespace upcall {

// Waits a random part ("full jitter") of a time that doubles with each attempt, so that a fleet that failed together
// does not come back together. Ends after `attempts` tries, or when the next would begin later than `deadline` after
// the first. What the service asks to wait (Retry-After) comes before that part, which the deadline may then cut; where
// it alone is longer than the deadline allows, there is no other attempt.
struct exponential_backoff {
  using role = upcall::role::retry;

  int attempts = 3;  // in all; the service's own SDKs use 3, 200 ms and 20 s
  milliseconds base = {200};
  milliseconds cap = {20'000};
  milliseconds deadline = {120'000};  // 0: none

  constexpr std::optional<milliseconds> next_delay(const attempt& failed, std::uint64_t random) const {
    if (failed.number >= attempts) return std::nullopt;
    std::int64_t most = base < cap ? base.count : cap.count;
    for (int i = 1; i < failed.number && most < cap.count; ++i) most = most > cap.count / 2 ? cap.count : most * 2;
    const std::uint64_t choices = most > 0 ? static_cast<std::uint64_t>(most) + 1 : 1;
    const milliseconds delay{static_cast<std::int64_t>(random % choices)};
    const milliseconds told = failed.retry_after.value_or(milliseconds{});
    const milliseconds left = deadline.count == 0 ? milliseconds{INT64_MAX} : deadline - failed.elapsed;
    if (told > left || (told.count == 0 && delay > left)) return std::nullopt;
    const milliseconds spare = left - told;
    return told + (delay < spare ? delay : spare);
  }
};

}  // namespace upcall
