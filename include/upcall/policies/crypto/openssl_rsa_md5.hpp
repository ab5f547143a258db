// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <limits>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string_view>
#include <upcall/policies/crypto/openssl_errors.hpp>

namespace upcall {

namespace detail {

struct openssl_free {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
};
template <class T>
using openssl_ptr = std::unique_ptr<T, openssl_free>;

}  // namespace detail

// RSASSA-PKCS1-v1_5 with MD5 (RFC 8017 §8.2.2), as the service signs callbacks: write the text, then verify() a
// signature. A key that cannot be used makes every signature false.
class openssl_rsa_md5_verifier {
 public:
  explicit openssl_rsa_md5_verifier(std::string_view pem) {
    const detail::openssl_errors_dropped quietly;
    if (pem.size() > std::numeric_limits<int>::max()) return;
    const detail::openssl_ptr<BIO> text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    // An encrypted key must not make OpenSSL ask at the terminal.
    const auto no_password = [](char*, int, int, void*) { return -1; };
    if (text != nullptr) key_.reset(PEM_read_bio_PUBKEY(text.get(), nullptr, no_password, nullptr));
    if (key_ == nullptr || EVP_PKEY_base_id(key_.get()) != EVP_PKEY_RSA) return;
    context_.reset(EVP_MD_CTX_new());
    good_ = context_ != nullptr && EVP_DigestVerifyInit(context_.get(), nullptr, EVP_md5(), nullptr, key_.get()) == 1;
  }

  void put(char c) {
    if (held_size_ == sizeof held_) flush();
    held_[held_size_++] = c;
  }
  void append(std::string_view text) {
    flush();
    update(text);
  }
  bool verify(std::string_view signature) && {
    flush();
    const detail::openssl_errors_dropped quietly;
    const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
    return good_ && EVP_DigestVerifyFinal(context_.get(), bytes, signature.size()) == 1;
  }

 private:
  void flush() {
    update({held_, held_size_});
    held_size_ = 0;
  }
  void update(std::string_view text) {
    const detail::openssl_errors_dropped quietly;
    good_ = good_ && EVP_DigestVerifyUpdate(context_.get(), text.data(), text.size()) == 1;
  }

  detail::openssl_ptr<EVP_PKEY> key_;
  detail::openssl_ptr<EVP_MD_CTX> context_;
  bool good_ = false;
  std::size_t held_size_ = 0;
  char held_[256];  // single bytes are slow to hash
};

}  // namespace upcall
