// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/openssl_digest.hpp"
#include <upcall/crypto/md5.hpp>

using upcall::md5;

// RFC 1321 appendix A.5.
static_assert(digest_of(md5{}, "") == "d41d8cd98f00b204e9800998ecf8427e");
static_assert(digest_of(md5{}, "a") == "0cc175b9c0f1b6a831c399e269772661");
static_assert(digest_of(md5{}, "abc") == "900150983cd24fb0d6963f7d28e17f72");
static_assert(digest_of(md5{}, "message digest") == "f96b697d7cb7938d525a2f31aaf161d0");
static_assert(digest_of(md5{}, "abcdefghijklmnopqrstuvwxyz") == "c3fcd3d76192e4007dfb496cca67e13b");
static_assert(digest_of(md5{}, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
              "d174ab98d277d9f5a5611c2c9f419d9f");
static_assert(digest_of(md5{}, "12345678901234567890123456789012345678901234567890123456789012345678901234567890") ==
              "57edf4a22be3c955ac49da2e2107b67a");

TEST_CASE("md5 of a million times the letter a, in pieces of one thousand and one") {
  const std::string text(1000000, 'a');
  md5 hash;
  for (std::size_t i = 0; i < text.size(); i += 1001) hash.append(std::string_view{text}.substr(i, 1001));
  CHECK(digest_of(hash, "") == "7707d6ae4e027c70eea2a935c2296f21");
}

TEST_CASE("md5 is that of OpenSSL for all lengths to 300, however it is written") {
  CHECK(differences<md5>(EVP_md5()) == 0);
}
