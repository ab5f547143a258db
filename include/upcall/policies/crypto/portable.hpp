// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/sha1.hpp>
#include <upcall/crypto/sha256.hpp>
#include <upcall/roles/crypto.hpp>

namespace upcall {

// Hashes in plain C++: nothing to link, and small.
struct portable_crypto {
  using role = upcall::role::crypto;
  using sha256 = upcall::sha256;
  using sha1 = upcall::sha1;
  using crc64 = upcall::small_crc64;
};

}  // namespace upcall
