// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>
#include <upcall/http/workspace.hpp>
#include <upcall/roles/role.hpp>
#include <utility>

namespace upcall {

namespace role {
struct workspace;
}

// Lends the bytes for one exchange: a workspace by value, on the stack of the call, or a reference to one that lies
// elsewhere.
template <class P>
concept workspace_place = requires(P& p, std::remove_reference_t<decltype(p.lease())>& room, failure& why) {
  exchange{room, why};
};

// The limits of a client with these policies, and how it reads error documents.
template <class Policies>
using limits_of =
    typename std::remove_cvref_t<decltype(std::declval<Policies&>().template get<role::workspace>().lease())>::limits;
template <class Policies>
using documents_of = typename limits_of<Policies>::documents;

namespace role {
struct workspace {
  template <class P>
  static constexpr bool played = upcall::workspace_place<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(!std::is_same_v<P, detail::nobody>,
                  "client: give a workspace, such as `upcall::borrowed_workspace{bytes}`");
    static_assert(played<P> || std::is_same_v<P, detail::nobody>,
                  "workspace policy: needs `workspace<Limits> lease()`, or a reference to one");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
