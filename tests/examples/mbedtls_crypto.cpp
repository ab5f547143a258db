// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "examples/mbedtls_crypto.hpp"
#include "laws/crypto.hpp"

namespace {

TEST_CASE("mbedTLS as a crypto policy keeps the laws of crypto") {
  laws::crypto<mbedtls_crypto>();
  laws::crypto_of_threads<mbedtls_crypto>();
}

// Knows the contexts that were begun and not freed, and fails when it is told to.
int unfreed = 0, failing = 0;
struct watched_functions : mbedtls_sha256_functions {
  static void init(context* c) {
    ++unfreed;
    mbedtls_sha256_functions::init(c);
  }
  static void free(context* c) {
    --unfreed;
    mbedtls_sha256_functions::free(c);
  }
  static bool fails() { return failing != 0 && --failing == 0; }
  static int starts(context* c) { return fails() ? -1 : mbedtls_sha256_functions::starts(c); }
  static int update(context* c, const unsigned char* bytes, std::size_t count) {
    return fails() ? -1 : mbedtls_sha256_functions::update(c, bytes, count);
  }
  static int finish(context* c, unsigned char* to) {
    const int status = mbedtls_sha256_functions::finish(c, to);  // what it has written by then is no digest
    return fails() ? -1 : status;
  }
};
using watched_sha256 = mbedtls_hash<watched_functions>;

TEST_CASE("each context is freed once") {
  laws::hash<watched_sha256, mbedtls_crypto::sha1>(&laws::published_digests::sha256, EVP_sha256());
  CHECK(unfreed == 0);
  {
    watched_sha256 one, other{one};
    auto& same = one;
    one = same;
    one = other;
    CHECK(unfreed == 2);
  }
  CHECK(unfreed == 0);
}

TEST_CASE("a failure of any call makes the digest zeros, and those of copies") {
  for (int call : {1, 2, 3, 4}) {
    failing = call;
    watched_sha256 hash;
    hash.put('a');
    hash.append("bc");
    const auto copy = hash;
    CHECK(std::move(hash).finish() == watched_sha256::digest{});
    CHECK(failing == 0);
    auto other = copy;
    CHECK((std::move(other).finish() == watched_sha256::digest{}) == (call != 4));
  }
}

}  // namespace
