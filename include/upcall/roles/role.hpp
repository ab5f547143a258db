// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace upcall {

// A policy claims its role once: `using role = upcall::role::transport;`. Whether it can play it is then checked.
template <class P>
concept policy = requires {
  typename P::role;
};

namespace detail {
// Stands where a role has neither a named policy nor a default.
struct nobody {};

template <class P>
struct role_of {
  using type = void;
};
template <policy P>
struct role_of<P> {
  using type = typename P::role;
};

template <class P>
struct running {
  using type = P;
};
template <class P>
  requires requires { typename P::state; }
struct running<P> {
  using type = typename P::state;
};
}  // namespace detail

// What a client keeps of a policy. A policy is a movable description; what the calls of a client share (pools of
// connections, a cached key) is its nested `state`, made from the policy inside the client, which then plays the role.
template <class P>
using running_policy = typename detail::running<P>::type;

}  // namespace upcall
