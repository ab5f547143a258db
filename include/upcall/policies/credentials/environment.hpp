// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdlib>
#include <upcall/roles/credentials.hpp>

namespace upcall {

// Takes the credentials from OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET and, for temporary ones, OSS_SESSION_TOKEN, at
// each attempt. Like getenv itself, not to be used while another thread changes the environment.
struct environment_credentials {
  using role = upcall::role::credentials;

  static result<credentials> current(timestamp) {
    credentials found{text_of("OSS_ACCESS_KEY_ID"), text_of("OSS_ACCESS_KEY_SECRET"), text_of("OSS_SESSION_TOKEN")};
    if (found.access_key_id.empty() || found.access_key_secret.empty()) {
      return failure{fault::client,
                     "credentials: set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET in the environment, or give the "
                     "client fixed_credentials"};
    }
    return found;
  }

 private:
  static std::string_view text_of(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view{value};
  }
};

}  // namespace upcall
