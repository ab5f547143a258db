// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/roles/executor.hpp>

namespace upcall {

// One part after the other, by the thread that calls.
struct in_order {
  using role = upcall::role::executor;

  struct one_lane {
    template <class Job>
    constexpr void for_each(std::uint32_t count, Job&& job) {
      for (std::uint32_t index = 0; index != count && job(index); ++index) {
      }
    }
    template <class Action>
    constexpr void alone(Action&& action) {
      action();
    }
  };

  static constexpr one_lane team() { return {}; }
};

}  // namespace upcall
