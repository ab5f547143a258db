// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/errors.hpp>

namespace upcall {

// Every call gives its result<T>; nothing is thrown.
struct returning {
  using role = upcall::role::errors;
  template <class Call>
  static constexpr auto unwrap(Call&& call, const subject&) {
    return call();
  }
};

}  // namespace upcall
