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

// Of the years from -6000 to 10000.
constexpr civil_time to_civil(timestamp when) {
  // A day is 675 times 128 seconds: so few that 32 bits count them, for which a device has an instruction that divides.
  const auto pieces = static_cast<int>(when.seconds >> 7);
  int days = (pieces >= 0 ? pieces : pieces - 674) / 675;
  const int second = (pieces - days * 675) * 128 + static_cast<int>(when.seconds & 127);
  int weekday = (days + 4) % 7;
  if (weekday < 0) weekday += 7;
  // Counted in eras of 400 years that begin with a 1 March, so that the leap day is the last of its year.
  days += 719468;
  const int era = (days >= 0 ? days : days - 146096) / 146097;
  const int day_of_era = days - era * 146097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int from_march = (5 * day_of_year + 2) / 153;
  const int month = from_march < 10 ? from_march + 3 : from_march - 9;
  return {.year = era * 400 + year_of_era + (month <= 2 ? 1 : 0),
          .month = month,
          .day = day_of_year - (153 * from_march + 2) / 5 + 1,
          .hour = second / 3600,
          .minute = second / 60 % 60,
          .second = second % 60,
          .weekday = weekday};
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
