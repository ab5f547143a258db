// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>
#include <upcall/callback/option.hpp>

namespace upcall {

// `.callback` of a client that sends none, whose callback_encoder says `sends_none = true`.
struct refused_callback {
  constexpr refused_callback() = default;
  template <class Callback>
  constexpr refused_callback(const Callback&) {
    static_assert(sizeof(Callback) == 0,
                  "callback: this client sends none; give it an encoder, such as callback_in_header");
  }

  constexpr explicit operator bool() const { return false; }
};

// What `.callback` of a client with this encoder takes.
template <class Encoder>
using callback_for = std::conditional_t<requires { requires Encoder::sends_none; }, refused_callback, callback_option>;

}  // namespace upcall
