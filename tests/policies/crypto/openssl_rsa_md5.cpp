// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <string>
#include <string_view>
#include <upcall/policies/crypto/openssl_rsa_md5.hpp>
#include <upcall/roles/crypto.hpp>
#include <utility>

namespace {

using verifier = upcall::openssl_rsa_md5_verifier;

struct with_rsa {
  using rsa_md5_verifier = verifier;
};
static_assert(upcall::verifying_crypto<with_rsa>);

// A key made for this run, to sign with.
struct key_pair {
  upcall::detail::openssl_ptr<EVP_PKEY> key;

  explicit key_pair(EVP_PKEY* made) : key(made) { REQUIRE(key); }
  explicit key_pair(unsigned bits) : key_pair(EVP_RSA_gen(bits)) {}

  std::string public_pem() const {
    const upcall::detail::openssl_ptr<BIO> out{BIO_new(BIO_s_mem())};
    REQUIRE(PEM_write_bio_PUBKEY(out.get(), key.get()) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }
  std::string sign(std::string_view text, const EVP_MD* digest = EVP_md5()) const {
    const upcall::detail::openssl_ptr<EVP_MD_CTX> context{EVP_MD_CTX_new()};
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    REQUIRE(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key.get()) == 1);
    REQUIRE(EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1);
    std::string out(size, '\0');
    REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size()) ==
            1);
    out.resize(size);
    return out;
  }
};

bool verifies(std::string_view pem, std::string_view text, std::string_view signature) {
  verifier each_byte{pem}, at_once{pem}, mixed{pem};
  for (char c : text) each_byte.put(c);
  at_once.append(text);
  for (std::size_t i = 0; i < text.size(); i += 300) {
    mixed.put(text[i]);
    mixed.append(text.substr(i + 1, 299));
  }
  const bool out = std::move(each_byte).verify(signature);
  CHECK(std::move(at_once).verify(signature) == out);
  CHECK(std::move(mixed).verify(signature) == out);
  CHECK(ERR_peek_error() == 0);
  return out;
}

}  // namespace

TEST_CASE("keys of any length verify what they signed, and nothing else") {
  for (const unsigned bits : {512u, 1024u, 2048u}) {
    const key_pair key{bits};
    std::string text;
    for (int i = 0; i != 700; ++i) text += static_cast<char>(i);
    const std::string pem = key.public_pem(), signature = key.sign(text);
    CHECK(verifies(pem, text, signature));
    CHECK(verifies(pem, "", key.sign("")));
    CHECK_FALSE(verifies(pem, text + 'x', signature));
    CHECK_FALSE(verifies(pem, text, signature + '\0'));
    CHECK_FALSE(verifies(pem, text, '\0' + signature));
    CHECK_FALSE(verifies(pem, text, std::string_view{signature}.substr(1)));
    CHECK_FALSE(verifies(pem, text, ""));
    CHECK_FALSE(verifies(pem, text, key.sign(text, EVP_sha1())));
    CHECK_FALSE(verifies(key_pair{bits}.public_pem(), text, signature));
  }
}

TEST_CASE("a key that is none verifies nothing, and is no error of OpenSSL's either") {
  const key_pair key{1024};
  const std::string signature = key.sign("text"), pem = key.public_pem();
  const key_pair curve{EVP_EC_gen("P-256")};
  CHECK_FALSE(verifies(curve.public_pem(), "text", curve.sign("text")));
  for (const std::string_view odd :
       {std::string_view{}, std::string_view{"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"},
        std::string_view{pem}.substr(0, pem.size() / 2),
        std::string_view{"-----BEGIN PUBLIC KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,"
                         "000102030405060708090A0B0C0D0E0F\n\nAAAA\n-----END PUBLIC KEY-----\n"}}) {
    CHECK_FALSE(verifies(odd, "text", signature));
  }
}

TEST_CASE("errors of OpenSSL that were there before stay") {
  ERR_clear_error();
  ERR_raise(ERR_LIB_USER, 7);
  CHECK_FALSE(verifier{"no key"}.verify("x"));
  CHECK(ERR_GET_REASON(ERR_get_error()) == 7);
  CHECK(ERR_get_error() == 0);
}
