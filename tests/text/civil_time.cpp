// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <ctime>
#include <upcall/text/civil_time.hpp>

using namespace upcall;

static_assert(to_civil({0}) == civil_time{});
static_assert(to_civil({951782399}) == civil_time{2000, 2, 28, 23, 59, 59, 1});
static_assert(to_civil({951782400}) == civil_time{2000, 2, 29, 0, 0, 0, 2});
static_assert(to_civil({-1}) == civil_time{1969, 12, 31, 23, 59, 59, 3});
static_assert(to_civil({253402300799}) == civil_time{9999, 12, 31, 23, 59, 59, 5});
static_assert(to_civil({-62167219200}) == civil_time{0, 1, 1, 0, 0, 0, 6});
static_assert(to_civil({253402300800}) == civil_time{10000, 1, 1, 0, 0, 0, 6});
static_assert(to_civil({-276749308800}) == civil_time{-6800, 3, 1, 0, 0, 0, 3});
static_assert(to_timestamp({.year = 2025, .month = 4, .day = 10, .hour = 10, .minute = 0, .second = 57}) ==
              timestamp{1744279257});

TEST_CASE("every day of fifty-four centuries is that of the C library, and turns back into its moment") {
  int wrong = 0;
  for (std::int64_t day = -1000000; day != 1000000; ++day) {
    const std::int64_t seconds = day * 86400 + (day * 7919 % 86400 + 86400) % 86400;
    const auto time = static_cast<std::time_t>(seconds);
    std::tm theirs{};
    gmtime_r(&time, &theirs);
    const civil_time ours = to_civil({seconds});
    const civil_time expected{theirs.tm_year + 1900, theirs.tm_mon + 1, theirs.tm_mday, theirs.tm_hour,
                              theirs.tm_min,         theirs.tm_sec,     theirs.tm_wday};
    if (ours != expected || to_timestamp(ours).seconds != seconds) ++wrong;
  }
  CHECK(wrong == 0);
}
