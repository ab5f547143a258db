// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/callback_encoder.hpp>

namespace upcall {

// For a client whose uploads have no callbacks: the encoder is not linked, and one that is given does not compile; in
// options that are of any client's it is refused.
struct no_callback {
  using role = upcall::role::callback_encoder;
  static constexpr bool sends_none = true;

  static constexpr verdict encode(const callback_option&, request&, text_arena&) {
    return verdict{"callback: this client sends none; give it an encoder, such as callback_in_header"};
  }
};

}  // namespace upcall
