// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <openssl/crypto.h>
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <string_view>
#include <sys/random.h>
#include <upcall/crypto/crc64_folded.hpp>
#include <upcall/policies/crypto/openssl_rsa_md5.hpp>
#include <upcall/roles/crypto.hpp>

namespace upcall {

namespace detail {

// These functions are deprecated in OpenSSL 3 in favour of EVP, but EVP_DigestInit_ex2() allocates each time, also with
// a context that is used again (3.0), and a signature begins three hashes.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
struct openssl_sha256 {
  using context = SHA256_CTX;
  static constexpr std::size_t size = SHA256_DIGEST_LENGTH;
  static void begin(context& c) { SHA256_Init(&c); }
  static void update(context& c, const void* text, std::size_t length) { SHA256_Update(&c, text, length); }
  static void end(context& c, unsigned char* to) { SHA256_Final(to, &c); }
};
struct openssl_sha1 {
  using context = SHA_CTX;
  static constexpr std::size_t size = SHA_DIGEST_LENGTH;
  static void begin(context& c) { SHA1_Init(&c); }
  static void update(context& c, const void* text, std::size_t length) { SHA1_Update(&c, text, length); }
  static void end(context& c, unsigned char* to) { SHA1_Final(to, &c); }
};
struct openssl_md5 {
  using context = MD5_CTX;
  static constexpr std::size_t size = MD5_DIGEST_LENGTH;
  static void begin(context& c) { MD5_Init(&c); }
  static void update(context& c, const void* text, std::size_t length) { MD5_Update(&c, text, length); }
  static void end(context& c, unsigned char* to) { MD5_Final(to, &c); }
};
#pragma GCC diagnostic pop

// A hash of OpenSSL's as a sink. Short pieces are gathered, since each call costs more than their bytes. Nothing of
// them is left at its end: they may be a key.
template <class Algorithm>
class openssl_hash {
 public:
  using digest = std::array<std::uint8_t, Algorithm::size>;
  static constexpr std::size_t block_size = 64;

  openssl_hash() { Algorithm::begin(context_); }
  openssl_hash(const openssl_hash&) = default;
  openssl_hash& operator=(const openssl_hash&) = default;
  ~openssl_hash() { OPENSSL_cleanse(this, sizeof *this); }

  void put(char c) {
    if (size_ == sizeof gathered_) flush();
    gathered_[size_++] = c;
  }
  void append(std::string_view text) {
    if (text.empty()) return;
    if (text.size() > sizeof gathered_ - size_) {
      flush();
      if (text.size() > sizeof gathered_) return Algorithm::update(context_, text.data(), text.size());
    }
    std::memcpy(gathered_ + size_, text.data(), text.size());
    size_ += text.size();
  }
  digest finish() && {
    flush();
    digest out;
    Algorithm::end(context_, out.data());
    return out;
  }

 private:
  void flush() {
    Algorithm::update(context_, gathered_, size_);
    size_ = 0;
  }

  typename Algorithm::context context_;
  std::size_t size_ = 0;
  char gathered_[256];
};

}  // namespace detail

// Hashes by OpenSSL, which uses what the processor has for them; CRC-64 is our own, and does so too. Nothing is
// allocated.
struct openssl_crypto {
  using role = upcall::role::crypto;
  using sha256 = detail::openssl_hash<detail::openssl_sha256>;
  using sha1 = detail::openssl_hash<detail::openssl_sha1>;
  using md5 = detail::openssl_hash<detail::openssl_md5>;
  using crc64 = folded_crc64;
  using rsa_md5_verifier = openssl_rsa_md5_verifier;

  // Any number, which nobody can foretell. From the system: OpenSSL's generator takes 400 KB of memory, which a client
  // without TLS has no other use for.
  static std::uint64_t random() {
    std::uint64_t number = 0;
    (void)!::getentropy(&number, sizeof number);
    return number;
  }
};

}  // namespace upcall
