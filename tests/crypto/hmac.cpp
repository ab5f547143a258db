// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "crypto/openssl_digest.hpp"
#include "support/wiped.hpp"
#include <upcall/crypto/hmac.hpp>
#include <upcall/crypto/md5.hpp>
#include <upcall/crypto/sha1.hpp>
#include <upcall/crypto/sha256.hpp>
#include <upcall/policies/crypto/openssl.hpp>

using namespace upcall;

namespace {

template <std::size_t Count>
constexpr inline_string<Count> repeated(char c) {
  inline_string<Count> text;
  for (std::size_t i = 0; i != Count; ++i) text.put(c);
  return text;
}
template <class Hash>
constexpr auto mac(std::string_view key, std::string_view text) {
  return digest_of(hmac<Hash>{key}, text);
}
constexpr std::string_view jefe = "what do ya want for nothing?",
                           large = "Test Using Larger Than Block-Size Key - Hash Key First";

template <class Hash>
int mac_differences(const EVP_MD* kind) {
  int found = 0;
  for (std::size_t length = 0; length <= 150; ++length) {
    const std::string key = sample(length), text = sample(300 - 2 * length);
    if (mac<Hash>(key, text).view() != openssl_hmac(kind, key, text)) ++found;
  }
  return found;
}

}  // namespace

// RFC 4231 §4.2, 4.3, 4.4, 4.7.
static_assert(mac<sha256>(repeated<20>('\x0b'), "Hi There") ==
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
static_assert(mac<sha256>("Jefe", jefe) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
static_assert(mac<sha256>(repeated<20>('\xaa'), repeated<50>('\xdd')) ==
              "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
static_assert(mac<sha256>(repeated<131>('\xaa'), large) ==
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
// RFC 2202 §3, cases 1, 2, 3, 6; §2, cases 1, 2, 3, 6.
static_assert(mac<sha1>(repeated<20>('\x0b'), "Hi There") == "b617318655057264e28bc0b6fb378c8ef146be00");
static_assert(mac<sha1>("Jefe", jefe) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
static_assert(mac<sha1>(repeated<20>('\xaa'), repeated<50>('\xdd')) == "125d7342b9ac11cd91a39af48aa17b4f63f175d3");
static_assert(mac<sha1>(repeated<80>('\xaa'), large) == "aa4ae5e15272d00e95705637ce8a3b55ed402112");
static_assert(mac<md5>(repeated<16>('\x0b'), "Hi There") == "9294727a3638bb1c13f48ef8158bfc9d");
static_assert(mac<md5>("Jefe", jefe) == "750c783e6ab0b503eaa86e310a5db738");
static_assert(mac<md5>(repeated<16>('\xaa'), repeated<50>('\xdd')) == "56be34521d144c88dbb8c733f0e8b3f6");
static_assert(mac<md5>(repeated<80>('\xaa'), large) == "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");

TEST_CASE("HMAC is that of OpenSSL for keys of all lengths to 150") {
  CHECK(mac_differences<sha256>(EVP_sha256()) == 0);
  CHECK(mac_differences<sha1>(EVP_sha1()) == 0);
  CHECK(mac_differences<md5>(EVP_md5()) == 0);
}

TEST_CASE("a key in two parts is the key that they make together") {
  for (std::size_t length : {0u, 5u, 63u, 64u, 65u, 130u}) {
    const std::string key = sample(length), expected = openssl_hmac(EVP_sha256(), key, "text");
    for (std::size_t split = 0; split <= length; ++split) {
      const std::string_view front = part(key, 0, split), back = part(key, split);
      CHECK(digest_of(hmac<sha256>{front, back}, "text") == expected);
    }
  }
}

TEST_CASE("one that has its key may be copied and used again") {
  const hmac<sha256> keyed{"key"};
  for (std::size_t length : {0u, 1u, 64u, 100u}) {
    const std::string text = sample(length);
    CHECK(digest_of(keyed, text) == openssl_hmac(EVP_sha256(), "key", text));
  }
}

TEST_CASE("the result of one is a key of another") {
  hmac<sha256> first{"key"};
  first.append("date");
  const auto key = std::move(first).finish();
  const std::string_view same{reinterpret_cast<const char*>(key.data()), key.size()};
  CHECK(digest_of(hmac<sha256>{key}, "region") == openssl_hmac(EVP_sha256(), same, "region"));
}

TEMPLATE_TEST_CASE("nothing of a key is left in an HMAC that has finished", "", sha256, sha1, openssl_crypto::sha256,
                   openssl_crypto::sha1) {
  given::watched<hmac<TestType>> signing{std::string_view{"fake-secret"}};
  signing->append("fake text");
  CHECK_FALSE(signing.is_clean());
  const auto digest = std::move(*signing).finish();
  if (!wipes_itself<TestType>) CHECK(signing.is_clean());
  signing.end();
  CHECK(signing.is_clean());

  hmac<TestType> again{std::string_view{"fake-secret"}};
  again.append("fake text");
  CHECK(std::move(again).finish() == digest);
}

TEST_CASE("a key that was moved is where it should be, and nowhere else") {
  sha256::digest from{1, 2, 3}, to{};
  move_key(to, std::move(from));
  CHECK(to == sha256::digest{1, 2, 3});
  CHECK(from == sha256::digest{});
}
