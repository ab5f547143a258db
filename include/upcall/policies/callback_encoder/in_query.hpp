// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/literals.hpp>
#include <upcall/roles/callback_encoder.hpp>

namespace upcall {

// callback and callback-var as parameters of the URL: where who uploads sends no headers of ours, as with a signed URL.
struct callback_in_query {
  using role = upcall::role::callback_encoder;

  static constexpr verdict encode(const callback_option& callback, request& message, text_arena& texts) {
    const auto ready = callback.encode(texts);
    if (!ready) return ready;
    message.parameters.set("callback"sv, ready->parameter);
    if (!ready->variables.empty()) message.parameters.set("callback-var"sv, ready->variables);
    return nothing{};
  }
};

}  // namespace upcall
