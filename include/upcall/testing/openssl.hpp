// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdexcept>
#include <string>
#include <string_view>

// What the far end computes with: another implementation than the one that it checks.
namespace upcall::testing {

class hash {
 public:
  explicit hash(const EVP_MD* kind) { EVP_DigestInit_ex(context_.get(), kind, nullptr); }
  void append(std::string_view text) { EVP_DigestUpdate(context_.get(), text.data(), text.size()); }
  std::string finish() && {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), digest, &size);
    return {reinterpret_cast<const char*>(digest), size};
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

inline std::string digest(const EVP_MD* kind, std::string_view text) {
  hash running{kind};
  running.append(text);
  return std::move(running).finish();
}

inline std::string keyed_digest(const EVP_MD* kind, std::string_view key, std::string_view text) {
  unsigned char made[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(kind, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       made, &size);
  return {reinterpret_cast<const char*>(made), size};
}

// An RSA key of its own, made new: signs as the service signs its callbacks.
class rsa_key {
 public:
  rsa_key() : key_(EVP_RSA_gen(2048), &EVP_PKEY_free) {
    if (!key_) throw std::runtime_error("OpenSSL made no RSA key");
  }

  // RSASSA-PKCS1-v1_5 with MD5, in raw bytes.
  std::string sign_md5(std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_md5(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
      throw std::runtime_error("OpenSSL does not sign with RSA and MD5");
    }
    signature.resize(size);
    return signature;
  }

  std::string public_pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> to{BIO_new(BIO_s_mem()), &BIO_free_all};
    PEM_write_bio_PUBKEY(to.get(), key_.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(to.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

// The key of all emulators of this process: to make one takes longer than most tests.
inline const rsa_key& emulator_key() {
  static const rsa_key key;
  return key;
}

}  // namespace upcall::testing
