// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/crypto.hpp"
#include <upcall/policies/crypto/portable.hpp>

namespace {

constexpr auto hello = [] {
  upcall::portable_crypto::sha256 hash;
  for (char c : std::string_view{"abc"}) hash.put(c);
  return std::move(hash).finish();
}();
static_assert(hello[0] == 0xba && hello[31] == 0xad);  // FIPS 180-4, "abc"

constexpr std::uint64_t check = [] {
  upcall::portable_crypto::crc64 sum;
  for (char c : std::string_view{"123456789"}) sum.put(c);
  return sum.value();
}();
static_assert(check == 0x995dc9bbdf1939faULL);

}  // namespace

TEST_CASE("portable crypto keeps the laws of crypto") {
  laws::crypto<upcall::portable_crypto>();
  laws::crypto_of_threads<upcall::portable_crypto>();
}

TEST_CASE("portable hashes are computed by the compiler too") { CHECK(hello.size() == 32); }
