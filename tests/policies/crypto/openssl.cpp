// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/crypto.hpp"
#include <list>
#include <string>
#include <thread>
#include <upcall/crypto/md5.hpp>
#include <upcall/crypto/sha1.hpp>
#include <upcall/crypto/sha256.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/hex.hpp>

using upcall::openssl_crypto;

namespace {

template <class Hash>
std::string digest(std::string_view text, std::size_t piece = std::string_view::npos) {
  Hash hash;
  while (!text.empty()) {
    const auto next = text.substr(0, piece);
    if (next.size() == 1) {
      hash.put(next[0]);
    } else {
      hash.append(next);
    }
    text.remove_prefix(next.size());
  }
  const auto bytes = std::move(hash).finish();
  return upcall::testing::written([&](auto& to) { upcall::write_hex(to, bytes); });
}

template <class Ours, class Theirs>
void check_same() {
  for (std::size_t size = 0; size <= 1'100; size += size < 300 ? 1 : 37)
    CHECK(digest<Theirs>(sample(size)) == digest<Ours>(sample(size)));
  const std::string text = sample(5'000);
  const auto right = digest<Ours>(text);
  for (std::size_t piece : {1u, 2u, 63u, 64u, 511u, 512u, 513u, 1'024u, 4'999u})
    CHECK(digest<Theirs>(text, piece) == right);
}

}  // namespace

TEST_CASE("OpenSSL as a crypto policy keeps the laws of crypto") {
  laws::crypto<openssl_crypto>();
  laws::crypto_of_threads<openssl_crypto>();
}

TEST_CASE("OpenSSL's hashes are ours, for all lengths and pieces") {
  check_same<upcall::sha256, openssl_crypto::sha256>();
  check_same<upcall::sha1, openssl_crypto::sha1>();
  check_same<upcall::md5, openssl_crypto::md5>();
}

TEST_CASE("random numbers differ") { CHECK(openssl_crypto::random() != openssl_crypto::random()); }

TEST_CASE("a hash that is given up does not spoil the next") {
  const auto right = digest<openssl_crypto::sha256>("hello");
  for (int i = 0; i != 20; ++i) {
    openssl_crypto::sha256 given_up;
    given_up.append("something else");
    CHECK(digest<openssl_crypto::sha256>("hello") == right);
    openssl_crypto::sha1 of_another_kind;
    of_another_kind.append("something else");
  }
}

TEST_CASE("more hashes may be under way than contexts are kept") {
  std::list<openssl_crypto::sha256> many(20);
  const std::string text = sample(1'000);
  for (auto& each : many) each.append(text);
  for (auto& each : many) {
    const auto bytes = std::move(each).finish();
    CHECK(upcall::testing::written([&](auto& to) { upcall::write_hex(to, bytes); }) == digest<upcall::sha256>(text));
  }
}

TEST_CASE("a hash may end on another thread than it began on") {
  auto* hash = new openssl_crypto::sha256;
  hash->append("hel");
  std::string got;
  std::thread{[&] {
    hash->append("lo");
    const auto bytes = std::move(*hash).finish();
    got = upcall::testing::written([&](auto& to) { upcall::write_hex(to, bytes); });
    delete hash;
  }}.join();
  CHECK(got == digest<upcall::sha256>("hello"));
}
