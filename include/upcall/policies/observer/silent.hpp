// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/observer.hpp>

namespace upcall {

// Nobody looks on.
struct silent_observer {
  using role = upcall::role::observer;
  static constexpr bool silent = true;

  static constexpr void observe(const auto&) {}
};

}  // namespace upcall
