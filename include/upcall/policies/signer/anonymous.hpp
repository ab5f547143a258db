// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/signer.hpp>

namespace upcall {

// Signs nothing: for buckets that anybody may write to. Credentials are not looked at.
struct sign_anonymous {
  using role = upcall::role::signer;
  static constexpr bool needs_credentials = false;

  template <crypto Crypto>
  static constexpr verdict sign(request&, text_arena&, const signing_context&, Crypto) {
    return nothing{};
  }
};

}  // namespace upcall
