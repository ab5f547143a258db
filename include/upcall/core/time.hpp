// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <cstdint>

namespace upcall {

// A span of time. Our own, because <chrono> is more than a small device or a compiler wants.
struct milliseconds {
  std::int64_t count = 0;

  friend constexpr auto operator<=>(milliseconds, milliseconds) = default;
  // No more than can be counted: a limit that is as good as none stays one, whatever time it is counted from.
  friend constexpr milliseconds operator+(milliseconds a, milliseconds b) {
    return {b.count > 0 && a.count > INT64_MAX - b.count ? INT64_MAX : a.count + b.count};
  }
  friend constexpr milliseconds operator-(milliseconds a, milliseconds b) { return {a.count - b.count}; }
};

// A moment of civil time: seconds since 1970-01-01 00:00:00 UTC, leap seconds not counted.
struct timestamp {
  std::int64_t seconds = 0;

  friend constexpr auto operator<=>(timestamp, timestamp) = default;
};

}  // namespace upcall
