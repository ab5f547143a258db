// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/roles/credentials.hpp>

namespace upcall {

// Credentials that the program holds itself. The texts are views and must outlive the client.
struct fixed_credentials {
  using role = upcall::role::credentials;

  std::string_view access_key_id, access_key_secret;
  std::string_view security_token = {};

  constexpr result<credentials> current(timestamp) const {
    return credentials{access_key_id, access_key_secret, security_token};
  }
};

}  // namespace upcall
