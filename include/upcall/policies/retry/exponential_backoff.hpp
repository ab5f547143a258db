// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/retry.hpp>

namespace upcall {

// Waits a random part ("full jitter") of a time that doubles with each attempt, so that a fleet that failed together
// does not come back together. Ends after `attempts` tries, or when the next would begin later than `deadline` after
// the first.
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
    if (deadline.count != 0 && failed.elapsed + delay > deadline) return std::nullopt;
    return delay;
  }
};

}  // namespace upcall
