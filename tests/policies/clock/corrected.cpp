// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdint>
#include <thread>
#include <type_traits>
#include <upcall/policies/clock/corrected.hpp>
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/clock/system.hpp>
#include <vector>

using upcall::corrected_clock;
using upcall::manual_clock;
using upcall::timestamp;

namespace {

constexpr std::int64_t year = 31'557'600;
constexpr timestamp service{1'700'000'000};

using running = corrected_clock<manual_clock>::state;

running clock_at(std::int64_t seconds) { return running{{manual_clock{{seconds}, {}}}}; }

// A clock that has itself something running.
struct counted {
  using role = upcall::role::clock;
  int& asked;

  class state {
   public:
    constexpr explicit state(counted&& policy) : asked_(policy.asked) {}
    timestamp now() {
      ++asked_;
      return {100};
    }
    static upcall::milliseconds elapsed() { return {7}; }
    static void sleep(upcall::milliseconds) {}

   private:
    int& asked_;
  };
};

// The correction takes four bytes, in a device's read-write data, and no code that runs before main().
static_assert(sizeof(corrected_clock<upcall::system_clock>::state) == 4);
constinit running ready{{manual_clock{}}};
static_assert(std::is_same_v<decltype(corrected_clock{manual_clock{}}), corrected_clock<manual_clock>>);
static_assert(!std::is_copy_constructible_v<running>);

}  // namespace

TEST_CASE("a clock that was never corrected tells what the one behind does") {
  for (std::int64_t seconds : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, service.seconds, INT64_MAX}) {
    running clock = clock_at(seconds);
    CHECK(clock.now().seconds == seconds);
  }
  CHECK(ready.now().seconds == 0);
}

TEST_CASE("however far off the clock behind is, the time is the service's, to the second, and goes on") {
  // The last: a clock that is wrong by exactly what 32 bits count is a second off.
  for (std::int64_t own : {std::int64_t{0}, service.seconds - 1, service.seconds + 1, service.seconds - 50 * year,
                           service.seconds + 70 * year, -1000 * year, 60'000 * year, INT64_MIN, INT64_MAX - 1000,
                           service.seconds + (std::int64_t{1} << 32)}) {
    INFO(own);
    running clock = clock_at(own);
    clock.correct(service);
    const std::int64_t off = own == service.seconds + (std::int64_t{1} << 32) ? 1 : 0;
    CHECK(clock.now().seconds == service.seconds + off);
    clock.sleep({100'500});
    CHECK(clock.now().seconds == service.seconds + off + 100);
    CHECK(clock.elapsed().count == 100'500);
  }
}

TEST_CASE("each time that a service can tell can be taken") {
  for (std::int64_t told : {upcall::first_plausible.seconds, std::int64_t{2'147'483'648}, std::int64_t{4'102'444'800},
                            upcall::first_plausible.seconds + 4'294'967'295}) {
    INFO(told);
    REQUIRE(upcall::is_plausible({told}));
    for (std::int64_t own : {std::int64_t{0}, service.seconds, 90 * year}) {
      running clock = clock_at(own);
      clock.correct({told});
      CHECK(clock.now().seconds == told);
    }
  }
}

TEST_CASE("a right clock that is corrected stays right") {
  running clock = clock_at(service.seconds);
  clock.correct(service);
  CHECK(std::abs(clock.now().seconds - service.seconds) <= 1);
}

TEST_CASE("the last correction counts, also after the clock behind was set") {
  running clock = clock_at(0);
  clock.correct({service.seconds - 3600});
  clock.correct(service);
  CHECK(clock.now() == service);
  clock.inner().start = service;
  CHECK(clock.now().seconds == 2 * service.seconds);
  clock.correct(service);
  CHECK(std::abs(clock.now().seconds - service.seconds) <= 1);
}

TEST_CASE("the clock behind may have something running") {
  int asked = 0;
  corrected_clock<counted>::state clock{{counted{asked}}};
  CHECK(clock.now().seconds == 100);
  clock.correct(service);
  CHECK(clock.now() == service);
  CHECK(asked == 3);
  CHECK(clock.elapsed().count == 7);
}

TEST_CASE("threads see one of the times that were told, whole") {
  const timestamp told[] = {{service.seconds}, {service.seconds + 0x7654'3210}};
  running clock = clock_at(0);
  clock.correct(told[0]);
  std::vector<std::thread> lanes;
  std::vector<int> strange(16);
  for (std::size_t lane = 0; lane != strange.size(); ++lane) {
    lanes.emplace_back([&, lane] {
      for (std::size_t i = 0; i != 2'000; ++i) {
        if (i % 16 == lane) clock.correct(told[i / 16 % 2]);
        const timestamp seen = clock.now();
        strange[lane] += seen != told[0] && seen != told[1];
      }
    });
  }
  for (std::thread& lane : lanes) lane.join();
  for (int each : strange) CHECK(each == 0);
}
