// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <mbedtls/md5.h>
#include <mbedtls/sha1.h>
#include <mbedtls/sha256.h>
#include <mbedtls/version.h>
#include <string_view>
#include <upcall/crypto/crc64.hpp>
#include <upcall/roles/crypto.hpp>

// The names that return a status: plain since mbedTLS 3, with _ret in 2.
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
#define MBEDTLS_NAME(name) mbedtls_##name
#else
#define MBEDTLS_NAME(name) mbedtls_##name##_ret
#endif

struct mbedtls_sha256_functions {
  using context = mbedtls_sha256_context;
  static constexpr std::size_t size = 32;
  static constexpr auto init = mbedtls_sha256_init;
  static constexpr auto free = mbedtls_sha256_free;
  static constexpr auto clone = mbedtls_sha256_clone;
  static int starts(context* c) { return MBEDTLS_NAME(sha256_starts)(c, 0); }  // 1 is SHA-224
  static constexpr auto update = MBEDTLS_NAME(sha256_update);
  static constexpr auto finish = MBEDTLS_NAME(sha256_finish);
};
struct mbedtls_sha1_functions {
  using context = mbedtls_sha1_context;
  static constexpr std::size_t size = 20;
  static constexpr auto init = mbedtls_sha1_init;
  static constexpr auto free = mbedtls_sha1_free;
  static constexpr auto clone = mbedtls_sha1_clone;
  static constexpr auto starts = MBEDTLS_NAME(sha1_starts);
  static constexpr auto update = MBEDTLS_NAME(sha1_update);
  static constexpr auto finish = MBEDTLS_NAME(sha1_finish);
};
struct mbedtls_md5_functions {
  using context = mbedtls_md5_context;
  static constexpr std::size_t size = 16;
  static constexpr auto init = mbedtls_md5_init;
  static constexpr auto free = mbedtls_md5_free;
  static constexpr auto clone = mbedtls_md5_clone;
  static constexpr auto starts = MBEDTLS_NAME(md5_starts);
  static constexpr auto update = MBEDTLS_NAME(md5_update);
  static constexpr auto finish = MBEDTLS_NAME(md5_finish);
};

#undef MBEDTLS_NAME

// A hash of mbedTLS' as a sink. A context is freed in any case: it may hold a part of a key, and what a port that has
// the hash in hardware took for it. Such a port may fail, which the role has no word for: the digest is then all zeros,
// and what is signed with it the service refuses.
template <class Functions>
class mbedtls_hash {
 public:
  using digest = std::array<std::uint8_t, Functions::size>;
  static constexpr std::size_t block_size = 64;

  mbedtls_hash() {
    Functions::init(&context_);
    failed_ = Functions::starts(&context_) != 0;
  }
  mbedtls_hash(const mbedtls_hash& other) : failed_(other.failed_) {
    Functions::init(&context_);
    Functions::clone(&context_, &other.context_);
  }
  mbedtls_hash& operator=(const mbedtls_hash& other) {
    if (this == &other) return *this;
    Functions::free(&context_);
    Functions::init(&context_);
    Functions::clone(&context_, &other.context_);
    failed_ = other.failed_;
    return *this;
  }
  ~mbedtls_hash() { Functions::free(&context_); }

  void put(char c) { append({&c, 1}); }
  void append(std::string_view text) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    failed_ = failed_ || Functions::update(&context_, bytes, text.size()) != 0;
  }
  digest finish() && {
    digest out{};
    failed_ = failed_ || Functions::finish(&context_, out.data()) != 0;
    return failed_ ? digest{} : out;
  }

 private:
  typename Functions::context context_;
  bool failed_ = false;
};

// Hashes by mbedTLS, for a program that has it anyway. It takes nothing from the heap.
struct mbedtls_crypto {
  using role = upcall::role::crypto;
  using sha256 = mbedtls_hash<mbedtls_sha256_functions>;
  using sha1 = mbedtls_hash<mbedtls_sha1_functions>;
  using md5 = mbedtls_hash<mbedtls_md5_functions>;
  using crc64 = upcall::small_crc64;
};
