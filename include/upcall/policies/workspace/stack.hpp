// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/workspace.hpp>

namespace upcall {

// Each call has its workspace on its own stack (about 45 KB with limits::hosted), so threads can share a client.
template <class Limits = limits::hosted>
struct stack_workspace {
  using role = upcall::role::workspace;

  static workspace<Limits> lease() {
    workspace<Limits>
        room;  // its bytes are written before they are read: clearing them would cost more than a signature
    return room;
  }
};

}  // namespace upcall
