// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>
#include <upcall/roles/event.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// Is told what a client does, as it happens. The smallest:
//
//   struct my_observer {
//     using role = upcall::role::observer;
//     void observe(const upcall::event::warning& about) { … }
//     void observe(const auto&) {}  // all other events
//   };
//
// The threads of a shared client and the lanes of an upload in parts may call it at the same time. It must not throw,
// nor call the client: what it throws leaves the call as if the caller's own code had thrown, wherever the upload is.
template <class P>
concept observer = requires(P& p, const event::sending& sending, const event::answered& answered,
                            const event::failed& failed, const event::waiting& waiting,
                            const event::clock_corrected& corrected, const event::warning& warning) {
  p.observe(sending);
  p.observe(answered);
  p.observe(failed);
  p.observe(waiting);
  p.observe(corrected);
  p.observe(warning);
};

namespace role {
struct observer {
  // Where there is none, nobody is told.
  template <class P>
  static constexpr bool played = upcall::observer<running_policy<P>> || std::is_same_v<P, detail::nobody>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>, "observer policy: needs `void observe(const auto& event)`, for each of upcall::event");
    return true;
  }
};
}  // namespace role

// Whether anybody is told. An observer that says when compiled that it is not interested (`silent = true`) costs
// nothing: no event is made.
template <class P>
inline constexpr bool is_silent = std::is_same_v<P, detail::nobody> || requires {
  requires P::silent;
};
template <class Policies>
inline constexpr bool observes = !is_silent<typename Policies::template type<role::observer>>;

}  // namespace upcall
