// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/openssl_digest.hpp"
#include <concepts>
#include <type_traits>
#include <upcall/crypto/block_hash.hpp>
#include <upcall/crypto/md5.hpp>
#include <upcall/crypto/sha1.hpp>
#include <upcall/crypto/sha256.hpp>

using namespace upcall;

// What a hash must be, for a policy to offer it.
template <class Hash>
concept is_hash = sink<Hash> && std::default_initializable<Hash> && std::copyable<Hash> && Hash::block_size == 64 &&
                  requires(Hash hash) {
  { std::move(hash).finish() } -> std::same_as<typename Hash::digest>;
};
// A hash is finished once: what may be used again cannot be finished.
template <class Hash>
concept finishes_twice = requires(Hash& hash) {
  hash.finish();
};

static_assert(is_hash<sha256> && is_hash<sha1> && is_hash<md5>);
static_assert(!finishes_twice<sha256>);
static_assert(std::tuple_size_v<sha256::digest> == 32 && std::tuple_size_v<sha1::digest> == 20 &&
              std::tuple_size_v<md5::digest> == 16);
static_assert(detail::big_endian_word("\x01\x02\xff\x80") == 0x0102ff80 &&
              detail::little_endian_word("\x01\x02\xff\x80") == 0x80ff0201);

TEST_CASE("a copy goes on from where the original was, and leaves it alone") {
  sha256 hash;
  hash.append(sample(70));
  sha256 copy = hash;
  copy.append("more");
  CHECK(digest_of(hash, "") == openssl_digest(EVP_sha256(), sample(70)));
  CHECK(digest_of(copy, "") == openssl_digest(EVP_sha256(), sample(70) + "more"));
}
