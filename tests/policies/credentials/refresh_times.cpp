// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <limits>
#include <upcall/policies/credentials/refresh_times.hpp>

using upcall::refresh_times;
using upcall::timestamp;

namespace {

constexpr std::int64_t now = 1'700'000'000, most = std::numeric_limits<std::int64_t>::max(),
                       least = std::numeric_limits<std::int64_t>::min();

// How long credentials of that life are used before others are asked for.
constexpr std::int64_t used(std::int64_t life, refresh_times times = {}) {
  return times.renew_from({now}, {now + life}).seconds - now;
}

static_assert(used(6 * 3600) == 6 * 3600 - 300 && used(1200) == 900 && used(900) == 675 && used(4) == 3);
static_assert(used(1) == 1 && used(3) == 3, "a life of nothing but a rest has no quarter");
static_assert(used(12 * 3600) == 12 * 3600 - 300 && used(12 * 3600 + 1) == 12 * 3600 - 300);
static_assert(used(most - now) == 12 * 3600 - 300, "the end of all time");
static_assert(used(3600, {.early = {0}}) == 3600 && used(3600, {.early = {-1}}) == 3600);
static_assert(used(3600, {.early = {most}}) == 2700 && used(3600, {.early = {1}}) == 3599);
static_assert(refresh_times{}.renew_from({least}, {most}).seconds == least + 12 * 3600 - 300);
static_assert(refresh_times{}.renew_from({most - 1}, {most}).seconds == most);

constexpr bool over(std::int64_t after, std::int64_t pause) {
  return refresh_times{.pause = {pause}}.is_pause_over({now}, {now + after});
}

static_assert(!over(0, 10'000) && !over(9, 10'000) && over(10, 10'000) && over(most - now, 10'000));
static_assert(!over(-9, 10'000) && over(-10, 10'000) && over(least + now, 10'000));
static_assert(!over(0, 1) && over(1, 1) && !over(1, 1001) && over(0, 0) && over(0, -1) && !over(99, most));

}  // namespace

TEST_CASE("times of refreshing are told by the compiler") { SUCCEED(); }
