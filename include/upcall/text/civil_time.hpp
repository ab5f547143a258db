// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/core/time.hpp>

namespace upcall {

// A moment in the Gregorian calendar, UTC.
struct civil_time {
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  int weekday = 4;  // 0 is Sunday

  friend constexpr bool operator==(const civil_time&, const civil_time&) = default;
};

// Of the years from -6800 to 10000.
constexpr civil_time to_civil(timestamp when) {
  // Counted in days from a 1 March, so that the leap day is the last of its year; 17 times 400 years before the year 0,
  // so that nothing is negative. A day is 675 times 128 seconds, which 32 bits count: a device has no instruction that
  // divides more.
  constexpr std::uint64_t until_1970 = std::uint64_t{719468 + 17 * 146097} * 86400;
  const auto pieces = static_cast<std::uint32_t>((static_cast<std::uint64_t>(when.seconds) + until_1970) >> 7);
  const auto second = static_cast<int>(pieces % 675 * 128) + static_cast<int>(when.seconds & 127);
  const auto days = static_cast<int>(pieces / 675);
  const int century = (4 * days + 3) / 146097, of_century = (4 * days + 3) % 146097 | 3;
  const int year = of_century / 1461, of_year = of_century % 1461 / 4;
  const int month = (5 * of_year + 2) / 153;
  const int next = month < 10 ? 0 : 1;
  return {.year = century * 100 + year - 6800 + next,
          .month = month + 3 - 12 * next,
          .day = (5 * of_year + 2) % 153 / 5 + 1,
          .hour = second / 3600,
          .minute = second / 60 % 60,
          .second = second % 60,
          .weekday = (days + 3) % 7};
}

// The weekday is not looked at.
constexpr timestamp to_timestamp(const civil_time& civil) {
  const int year = civil.year - (civil.month <= 2 ? 1 : 0);
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int from_march = civil.month > 2 ? civil.month - 3 : civil.month + 9;
  const int day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * from_march + 2) / 5 + civil.day - 1;
  const std::int64_t days = std::int64_t{era} * 146097 + day_of_era - 719468;
  return {days * 86400 + civil.hour * 3600 + civil.minute * 60 + civil.second};
}

}  // namespace upcall
