// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/openssl_digest.hpp"
#include <upcall/crypto/sha1.hpp>

using upcall::sha1;

// FIPS 180-2 appendix A, and the empty text.
static_assert(digest_of(sha1{}, "") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
static_assert(digest_of(sha1{}, "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
static_assert(digest_of(sha1{}, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
              "84983e441c3bd26ebaae4aa1f95129e5e54670f1");

TEST_CASE("sha1 of a million times the letter a, in pieces of one thousand and one") {
  const std::string text(1000000, 'a');
  sha1 hash;
  for (std::size_t i = 0; i < text.size(); i += 1001) hash.append(std::string_view{text}.substr(i, 1001));
  CHECK(digest_of(hash, "") == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("sha1 is that of OpenSSL for all lengths to 300, however it is written") {
  CHECK(differences<sha1>(EVP_sha1()) == 0);
}
