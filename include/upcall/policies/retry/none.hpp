// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/retry.hpp>

namespace upcall {

// One try, and that is it.
struct no_retry {
  using role = upcall::role::retry;
  static constexpr std::optional<milliseconds> next_delay(const attempt&, std::uint64_t) { return std::nullopt; }
};

}  // namespace upcall
