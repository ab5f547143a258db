// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/operations/part_plan.hpp>

using upcall::check_part;
using upcall::largest_part;
using upcall::largest_upload;
using upcall::most_parts;
using upcall::plan_parts;
using upcall::smallest_part;

namespace {

constexpr std::uint64_t mb = 1 << 20;

// How many parts a source is cut into; 0 where that is refused.
constexpr std::uint32_t count(std::uint64_t size, std::uint64_t wanted = 0) {
  const auto plan = plan_parts(size, wanted);
  return plan ? plan->count() : 0;
}
constexpr std::uint64_t part_size(std::uint64_t size) { return plan_parts(size, 0)->part_size; }

// Parts lie one behind the other, from the first byte to the last, and all but the last are of one size.
constexpr bool covers(std::uint64_t size, std::uint64_t wanted = 0) {
  const auto plan = plan_parts(size, wanted);
  if (!plan || plan->count() > most_parts) return false;
  std::uint64_t at = 0;
  for (std::uint32_t number = 1; number <= plan->count(); ++number) {
    const std::uint64_t here = plan->size_of(number);
    if (plan->begin_of(number) != at || here == 0 || here > plan->part_size) return false;
    if (here != plan->part_size && number != plan->count()) return false;
    if (!check_part(number, here).empty()) return false;
    at += here;
  }
  return at == size;
}

}  // namespace

// The limits as the documentation prints them.
static_assert(most_parts == 10'000 && smallest_part == 100 * 1024);
static_assert(largest_part == 5'368'709'120 && largest_upload == 53'687'091'200'000);

static_assert(check_part(1, 0).empty() && check_part(10'000, largest_part).empty());
static_assert(!check_part(0, 1).empty() && !check_part(10'001, 1).empty() && !check_part(1, largest_part + 1).empty());

// A wanted size is taken from the smallest to the largest, both included.
static_assert(count(1, smallest_part) == 1 && count(1, smallest_part - 1) == 0 && count(1, 1) == 0);
static_assert(count(1, largest_part) == 1 && count(1, largest_part + 1) == 0);

// 10,000 parts, and one byte more.
static_assert(count(most_parts * smallest_part, smallest_part) == 10'000);
static_assert(count(most_parts * smallest_part + 1, smallest_part) == 0);
static_assert(count(largest_upload, largest_part) == 10'000 && count(largest_upload, largest_part - 1) == 0);
static_assert(count(largest_upload + 1) == 0 && count(largest_upload + 1, largest_part) == 0);
static_assert(count(UINT64_MAX) == 0 && count(UINT64_MAX, smallest_part) == 0);

// Without a wish: 8 MB while that makes 10,000 parts at most, then whole megabytes.
static_assert(part_size(0) == 8 * mb && part_size(1) == 8 * mb && part_size(80'000 * mb) == 8 * mb);
static_assert(part_size(80'000 * mb + 1) == 9 * mb && part_size(90'000 * mb) == 9 * mb);
static_assert(part_size(90'000 * mb + 1) == 10 * mb);
static_assert(part_size(largest_upload) == largest_part && part_size(largest_upload - 1) == largest_part);
static_assert(count(0) == 0 && count(1) == 1 && count(8 * mb) == 1 && count(8 * mb + 1) == 2);
static_assert(count(80'000 * mb) == 10'000 && count(80'000 * mb + 1) == 8889 && count(largest_upload) == 10'000);

// Of a checkpoint with room for fewer.
static_assert(plan_parts(80 * mb, 0, 10)->part_size == 8 * mb && plan_parts(80 * mb + 1, 0, 10)->part_size == 9 * mb);
static_assert(plan_parts(10 * mb, mb, 10) && !plan_parts(10 * mb + 1, mb, 10));
static_assert(plan_parts(2 * largest_part, 0, 2)->part_size == largest_part && !plan_parts(2 * largest_part + 1, 0, 2));

static_assert(covers(0) && covers(1) && covers(8 * mb - 1) && covers(8 * mb) && covers(8 * mb + 1));
static_assert(covers(3 * smallest_part - 1, smallest_part) && covers(3 * smallest_part, smallest_part) &&
              covers(3 * smallest_part + 1, smallest_part));

TEST_CASE("part_plan: at every boundary of sizes the parts cover the whole, and are 10,000 at most") {
  for (std::uint64_t whole_megabytes : {8ull, 9ull, 16ull, 100ull, 5119ull, 5120ull}) {
    for (std::uint64_t parts : {1ull, 2ull, 9'999ull, 10'000ull}) {
      for (int more : {-1, 0, 1}) {
        const std::uint64_t size = whole_megabytes * mb * parts + static_cast<std::uint64_t>(more);
        INFO(size);
        CHECK(covers(size) == (size <= largest_upload));
        const bool fits = size <= whole_megabytes * mb * most_parts;
        CHECK(covers(size, whole_megabytes * mb) == fits);
      }
    }
  }
}

TEST_CASE("part_plan: what is wrong is said by the option's name, and what to do") {
  CHECK(plan_parts(1, 5).wrong() == "part_size: 102,400 bytes to 5 GB");
  CHECK(plan_parts(most_parts * smallest_part + 1, smallest_part).wrong().starts_with("part_size: "));
  CHECK(plan_parts(10 * mb + 1, mb, 10).wrong() ==
        "part_size: this makes more parts than the checkpoint has room for; give a larger one, or none");
  CHECK(plan_parts(2 * largest_part + 1, 0, 2).wrong() ==
        "checkpoint: has room for too few parts of 5 GB; take a larger one");
  CHECK(plan_parts(largest_upload + 1, 0).wrong().find("48.8 TB") != std::string_view::npos);
  CHECK(check_part(0, 1).starts_with("part: "));
}
