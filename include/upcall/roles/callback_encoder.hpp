// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <upcall/callback/option.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/http/request.hpp>
#include <upcall/http/text_arena.hpp>
#include <upcall/roles/role.hpp>

namespace upcall {

// Puts a callback into a request, before it is signed. It is asked only for uploads that have one.
template <class P>
concept callback_encoder = requires(P& p, const callback_option& callback, request& message, text_arena& texts) {
  { p.encode(callback, message, texts) } -> std::same_as<verdict>;
};

namespace role {
struct callback_encoder {
  template <class P>
  static constexpr bool played = upcall::callback_encoder<running_policy<P>>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>,
                  "callback_encoder policy: needs `verdict encode(const callback_option&, request&, text_arena&)`");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
