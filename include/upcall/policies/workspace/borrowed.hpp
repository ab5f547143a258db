// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/workspace.hpp>

namespace upcall {

// Every call uses the one workspace that the program gives, which may lie in .bss; so one call at a time.
template <class Limits>
struct borrowed_workspace {
  using role = upcall::role::workspace;

  workspace<Limits>& room;

  constexpr explicit borrowed_workspace(workspace<Limits>& theirs) : room(theirs) {}
  constexpr workspace<Limits>& lease() const { return room; }
};

}  // namespace upcall
