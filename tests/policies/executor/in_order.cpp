// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/executor.hpp"
#include <upcall/policies/executor/in_order.hpp>

namespace {

// At compile time, too: the jobs from the first on, up to the one that wants no more.
constexpr std::uint32_t sum_up_to(std::uint32_t last, std::uint32_t count) {
  std::uint32_t sum = 0;
  auto team = upcall::in_order{}.team();
  team.for_each(count, [&](std::uint32_t index) {
    team.alone([&] { sum = sum * 10 + index; });
    return index != last;
  });
  return sum;
}
static_assert(sum_up_to(9, 4) == 123 && sum_up_to(2, 9) == 12 && sum_up_to(0, 0) == 0);

TEST_CASE("in_order keeps the laws of executors") { laws::executor<upcall::in_order>(); }

}  // namespace
