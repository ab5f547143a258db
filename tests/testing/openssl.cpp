// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/crypto/openssl_rsa_md5.hpp>
#include <upcall/testing/openssl.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/hex.hpp>

using namespace upcall::testing;

namespace {

std::string hex(std::string_view bytes) {
  return written([&](auto& to) { upcall::write_hex(to, bytes); });
}

}  // namespace

TEST_CASE("digests and keyed digests") {
  CHECK(hex(digest(EVP_md5(), "abc")) == "900150983cd24fb0d6963f7d28e17f72");  // RFC 1321
  CHECK(hex(keyed_digest(EVP_sha1(), "Jefe", "what do ya want for nothing?")) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");  // RFC 2202
  hash running{EVP_sha256()};
  running.append("a");
  running.append("bc");
  CHECK(std::move(running).finish() == digest(EVP_sha256(), "abc"));
}

TEST_CASE("what a key signs its public half verifies, and another's does not") {
  const rsa_key one, other;
  const std::string signature = one.sign_md5("text");
  const auto verifies = [&](const rsa_key& key, std::string_view text) {
    upcall::openssl_rsa_md5_verifier verifier{key.public_pem()};
    verifier.append(text);
    return std::move(verifier).verify(signature);
  };
  CHECK(verifies(one, "text"));
  CHECK_FALSE(verifies(one, "text "));
  CHECK_FALSE(verifies(other, "text"));
}
