// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <upcall/core/result.hpp>
#include <upcall/roles/keys.hpp>
#include <upcall/testing/emulator/callback_sender.hpp>
#include <upcall/testing/openssl.hpp>

namespace upcall {

// Trusts the emulators of this very process that no network reaches, and nothing else: for applications that a test
// calls from an `emulator`.
class emulator_keys {
 public:
  using role = upcall::role::keys;

  result<std::string_view> key_for(std::string_view url) const {
    if (url != testing::key_url_without_server)
      return failure{fault::client, "the key URL is not that of an emulator in this process"};
    return std::string_view{*pem_};
  }

 private:
  std::shared_ptr<const std::string> pem_ = std::make_shared<const std::string>(testing::emulator_key().public_pem());
};

}  // namespace upcall
