// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/transport.hpp>

namespace given {

// A transport that does with each request as the test says: result<nothing> action(request, body, answer).
template <class Action>
struct acting_transport {
  using role = upcall::role::transport;
  static constexpr bool sends_unsized = true;
  Action* action;

  upcall::result<upcall::nothing> send(const upcall::signed_request& request, upcall::payload auto& from,
                                       upcall::response& answer) {
    return (*action)(request, from, answer);
  }
};

}  // namespace given
