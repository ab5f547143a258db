// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <upcall/roles/executor.hpp>
#include <vector>

// What every executor keeps to. A model is told by its policy, which is made from nothing, and a test case that calls
// laws::executor<Policy>().
namespace laws {

template <class Policy>
void each_job_is_done_once() {
  for (const std::uint32_t count : {0u, 1u, 2u, 3u, 100u, 1000u}) {
    Policy policy;
    auto team = policy.team();
    std::vector<std::atomic<int>> done(count);
    team.for_each(count, [&](std::uint32_t index) {
      ++done.at(index);
      return true;
    });
    std::uint32_t once = 0;
    for (const auto& each : done) once += each == 1;
    CHECK(once == count);
  }
}

// So many jobs that without an end to them the test would have none either.
template <class Policy>
void nothing_begins_after_a_failure() {
  Policy policy;
  auto team = policy.team();
  std::vector<std::atomic<int>> done(1001);
  std::atomic<int> running{0};
  team.for_each(0xffffffff, [&](std::uint32_t index) {
    ++running;
    if (index < done.size()) ++done[index];
    --running;
    return index != 1000;
  });
  CHECK(running == 0);
  int once = 0;
  for (const auto& each : done) once += each == 1;
  CHECK(once == 1001);
}

template <class Policy>
void what_is_done_alone_is_done_by_one_lane() {
  Policy policy;
  auto team = policy.team();
  std::uint32_t done = 0;
  bool inside = false, twice = false;
  team.for_each(10'000, [&](std::uint32_t) {
    team.alone([&] {
      twice = twice || inside;
      inside = true;
      ++done;
      inside = false;
    });
    return true;
  });
  CHECK(done == 10'000);
  CHECK_FALSE(twice);
}

template <class Policy>
void what_a_job_throws_comes_to_the_caller() {
  for (const std::uint32_t failing : {0u, 1u, 2u, 1000u}) {
    Policy policy;
    auto team = policy.team();
    std::atomic<int> running{0};
    const auto job = [&](std::uint32_t index) {
      struct counted {
        std::atomic<int>& running;
        ~counted() { --running; }
      } one{running};
      ++running;
      if (index == failing) throw std::runtime_error("job " + std::to_string(failing));
      return true;
    };
    std::string seen;
    try {
      team.for_each(0xffffffff, job);
    } catch (const std::runtime_error& e) {
      seen = e.what();
    }
    CHECK(seen == "job " + std::to_string(failing));
    CHECK(running == 0);
  }
}

template <class Policy>
void a_team_works_again_after_a_failure() {
  Policy policy;
  auto team = policy.team();
  std::atomic<int> done{0};
  team.for_each(10, [](std::uint32_t) { return false; });
  team.for_each(10, [&](std::uint32_t) { return ++done > 0; });
  CHECK(done == 10);
}

template <class Policy>
void executor() {
  static_assert(upcall::executor<Policy> && upcall::role::executor::check<Policy>());
  each_job_is_done_once<Policy>();
  nothing_begins_after_a_failure<Policy>();
  what_is_done_alone_is_done_by_one_lane<Policy>();
  what_a_job_throws_comes_to_the_caller<Policy>();
  a_team_works_again_after_a_failure<Policy>();
}

}  // namespace laws
