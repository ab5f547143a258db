// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdint>
#include <thread>
#include <type_traits>
#include <upcall/core/shared_value.hpp>

using namespace upcall;

namespace {

enum class wish : unsigned char { go_on, pause };

}  // namespace

static_assert(!std::is_copy_constructible_v<shared_value<bool>> && !std::is_copy_assignable_v<shared_value<bool>>);
static_assert(sizeof(shared_value<bool>) == 1 && sizeof(shared_value<wish>) == 1);

TEST_CASE("a shared value is what was set last") {
  shared_value<wish> value = wish::go_on;
  CHECK(value == wish::go_on);
  value = wish::pause;
  CHECK(value == wish::pause);
  shared_value<bool> flag = false;
  CHECK_FALSE(flag);
  flag = true;
  CHECK(flag);
}

TEST_CASE("what one thread wrote before it set the value, another that sees it reads") {
  for (std::uint32_t round = 1; round != 200; ++round) {
    std::uint32_t written = 0;
    shared_value<std::uint32_t> ready = 0;
    std::thread writer{[&] {
      written = round;
      ready = round;
    }};
    while (ready != round) std::this_thread::yield();
    const std::uint32_t seen = written;
    writer.join();
    REQUIRE(seen == round);
  }
}
