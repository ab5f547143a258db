// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../../case.hpp"
#include <upcall/operations/verify_hosted.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/testing/refusal_name.hpp>

namespace vectors {

using crypto_of_machine = upcall::openssl_crypto;

inline void compare_verification(test_case& of, const upcall::received_callback& received, upcall::pinned_keys keys) {
  const auto judged = upcall::verify(received, keys);
  of.same("valid", static_cast<bool>(judged));
  if (of.has_expectation("reason")) of.same("reason", upcall::name_of(judged.reason()));
}

}  // namespace vectors
