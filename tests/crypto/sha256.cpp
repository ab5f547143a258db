// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/openssl_digest.hpp"
#include <upcall/crypto/sha256.hpp>

using upcall::sha256;

// FIPS 180-2 appendix B, and the empty text.
static_assert(digest_of(sha256{}, "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
static_assert(digest_of(sha256{}, "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
static_assert(digest_of(sha256{}, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");

TEST_CASE("sha256 of a million times the letter a, in pieces of one thousand and one") {
  const std::string text(1000000, 'a');
  sha256 hash;
  for (std::size_t i = 0; i < text.size(); i += 1001) hash.append(std::string_view{text}.substr(i, 1001));
  CHECK(digest_of(hash, "") == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256 is that of OpenSSL for all lengths to 300, however it is written") {
  CHECK(differences<sha256>(EVP_sha256()) == 0);
}
