// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/roles/signer.hpp>

namespace {

struct own_hash {
  using digest = std::array<std::uint8_t, 32>;
  static constexpr std::size_t block_size = 64;
  void put(char);
  digest finish() &&;
};
struct finished_twice : own_hash {
  digest finish() &;
  digest finish() && = delete;
};
struct without_block {
  using digest = std::array<std::uint8_t, 32>;
  void put(char);
  digest finish() &&;
};
struct own_sum {
  void put(char);
  std::uint64_t value() const;
};
struct narrow_sum {
  void put(char);
  std::uint32_t value() const;
};

static_assert(upcall::hash<own_hash> && !upcall::hash<finished_twice> && !upcall::hash<without_block> &&
              !upcall::hash<own_sum>);
static_assert(upcall::checksum<own_sum> && !upcall::checksum<narrow_sum> && !upcall::checksum<own_hash>);

template <class Sha256, class Sha1, class Crc64>
struct of {
  using sha256 = Sha256;
  using sha1 = Sha1;
  using crc64 = Crc64;
};
struct lacks_sha1 {
  using sha256 = own_hash;
  using crc64 = own_sum;
};
static_assert(upcall::crypto<of<own_hash, own_hash, own_sum>> && upcall::crypto<upcall::exemplar::crypto>);
static_assert(!upcall::crypto<of<own_hash, own_hash, narrow_sum>> && !upcall::crypto<lacks_sha1> &&
              !upcall::crypto<int>);
static_assert(upcall::role::crypto::check<of<own_hash, own_hash, own_sum>>() &&
              !upcall::role::crypto::played<upcall::detail::nobody>);

// Only OpenSSL verifies; a device does not.
static_assert(upcall::verifying_crypto<upcall::openssl_crypto> && !upcall::verifying_crypto<upcall::portable_crypto>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role and holds nothing", "", upcall::openssl_crypto,
                   upcall::portable_crypto) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::crypto>);
  STATIC_REQUIRE(upcall::role::crypto::played<TestType>);
  STATIC_REQUIRE(std::is_empty_v<TestType>);
}
