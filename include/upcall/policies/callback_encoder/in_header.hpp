// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/literals.hpp>
#include <upcall/roles/callback_encoder.hpp>

namespace upcall {

// x-oss-callback and x-oss-callback-var: the usual way.
struct callback_in_header {
  using role = upcall::role::callback_encoder;

  static constexpr verdict encode(const callback_option& callback, request& message, text_arena& texts) {
    const auto ready = callback.encode(texts);
    if (!ready) return ready;
    message.headers.set("x-oss-callback"sv, ready->parameter);
    if (!ready->variables.empty()) message.headers.set("x-oss-callback-var"sv, ready->variables);
    return nothing{};
  }
};

}  // namespace upcall
