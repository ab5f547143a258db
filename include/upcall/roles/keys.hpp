// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <string_view>
#include <upcall/core/result.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

namespace detail {
template <class T>
inline constexpr bool gives_text = false;
template <class T>
inline constexpr bool gives_text<result<T>> = std::convertible_to<const T&, std::string_view>;
}  // namespace detail

// Gives the public key (PEM) that a callback's key URL stands for; the view stays good while the callback is verified.
// A policy that may drop its keys meanwhile gives, in place of the view, what holds the key and converts to one; if
// that has a function verified(), it is called once the key has proved a callback genuine.
// The URL comes from whoever sent the request: one that is not the service's is a failure of kind `client`; any other
// kind means that the key could not be had.
template <class P>
concept keys = requires(P& p, std::string_view url) {
  requires detail::gives_text<decltype(p.key_for(url))>;
};

namespace role {
struct keys {
  template <class P>
  static constexpr bool played = upcall::keys<P>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>, "keys policy: needs `result<std::string_view> key_for(std::string_view url)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
