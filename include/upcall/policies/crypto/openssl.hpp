// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <upcall/crypto/crc64.hpp>
#include <upcall/policies/crypto/openssl_rsa_md5.hpp>
#include <upcall/roles/crypto.hpp>
#include <utility>

namespace upcall {

namespace detail {

// An algorithm is looked up once for the whole process: a look-up costs more than the hash of a short text.
template <const char* Name>
const EVP_MD* openssl_algorithm() {
  static EVP_MD* const found = EVP_MD_fetch(nullptr, Name, nullptr);
  return found;
}

// Contexts of this thread that are not in use. To make one costs as much as five signatures.
class openssl_contexts {
 public:
  openssl_contexts() = default;
  openssl_contexts(const openssl_contexts&) = delete;
  openssl_contexts& operator=(const openssl_contexts&) = delete;
  ~openssl_contexts() {
    while (size_ != 0) EVP_MD_CTX_free(idle_[--size_]);
  }

  static openssl_contexts& of_this_thread() {
    thread_local openssl_contexts all;
    return all;
  }
  EVP_MD_CTX* take() { return size_ != 0 ? idle_[--size_] : EVP_MD_CTX_new(); }
  void give_back(EVP_MD_CTX* context) {
    if (size_ == idle_.size()) return EVP_MD_CTX_free(context);
    idle_[size_++] = context;
  }

 private:
  std::array<EVP_MD_CTX*, 8> idle_{};
  std::size_t size_ = 0;
};

// A hash of OpenSSL's as a sink. Short pieces are gathered, since each call into OpenSSL costs more than the bytes.
// When OpenSSL has no such algorithm the digest is zero, and whatever is made of it will be refused.
template <const char* Name, std::size_t Size>
class openssl_hash {
 public:
  using digest = std::array<std::uint8_t, Size>;
  static constexpr std::size_t block_size = 64;

  openssl_hash() : context_(openssl_contexts::of_this_thread().take()) {
    if (EVP_DigestInit_ex2(context_, openssl_algorithm<Name>(), nullptr) != 1) give_back();
  }
  openssl_hash(const openssl_hash&) = delete;
  openssl_hash& operator=(const openssl_hash&) = delete;
  ~openssl_hash() { give_back(); }

  void put(char c) {
    gathered_[size_++] = c;
    if (size_ == sizeof gathered_) flush();
  }
  void append(std::string_view text) {
    if (text.size() > sizeof gathered_ - size_) {
      flush();
      if (text.size() >= sizeof gathered_) return update(text.data(), text.size());
    }
    std::memcpy(gathered_ + size_, text.data(), text.size());
    size_ += text.size();
    if (size_ == sizeof gathered_) flush();
  }
  digest finish() && {
    flush();
    digest out{};
    if (context_ != nullptr) EVP_DigestFinal_ex(context_, out.data(), nullptr);
    return out;
  }

 private:
  void update(const char* text, std::size_t size) {
    if (context_ != nullptr) EVP_DigestUpdate(context_, text, size);
  }
  void flush() {
    update(gathered_, size_);
    size_ = 0;
  }
  void give_back() {
    if (context_ != nullptr) openssl_contexts::of_this_thread().give_back(std::exchange(context_, nullptr));
  }

  EVP_MD_CTX* context_;
  std::size_t size_ = 0;
  char gathered_[512];
};

inline constexpr char sha256_name[] = "SHA256", sha1_name[] = "SHA1", md5_name[] = "MD5";

}  // namespace detail

// Hashes by OpenSSL 3, which uses what the processor has for them; CRC-64 is our own. Contexts are kept for each thread, so after
// the first call of a thread nothing is allocated.
struct openssl_crypto {
  using role = upcall::role::crypto;
  using sha256 = detail::openssl_hash<detail::sha256_name, 32>;
  using sha1 = detail::openssl_hash<detail::sha1_name, 20>;
  using md5 = detail::openssl_hash<detail::md5_name, 16>;
  using crc64 = upcall::crc64;
  using rsa_md5_verifier = openssl_rsa_md5_verifier;
};

}  // namespace upcall
