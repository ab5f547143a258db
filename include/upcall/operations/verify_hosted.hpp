// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/operations/verify.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/keys/pinned.hpp>

namespace upcall {

// Verifies with OpenSSL, and by the service's published key unless told otherwise.
template <class Keys = pinned_keys>
verification verify(const received_callback& request, Keys&& keys = {}) {
  return verify(request, keys, openssl_crypto{});
}

}  // namespace upcall
