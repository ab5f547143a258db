// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/retry.hpp>

namespace upcall {

// One try, and that is it: also no question to the service when the answer to a put was lost, which stays an unknown
// outcome. What was refused for its time alone is sent again all the same, where the clock can be corrected.
struct no_retry {
  using role = upcall::role::retry;
  static constexpr bool one_try = true;

  static constexpr std::optional<milliseconds> next_delay(const attempt&, std::uint64_t) { return std::nullopt; }
};

}  // namespace upcall
