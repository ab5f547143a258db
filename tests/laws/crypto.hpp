// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "crypto/crc64_vectors.hpp"
#include "crypto/openssl_digest.hpp"
#include "laws/published_digests.hpp"
#include <array>
#include <atomic>
#include <concepts>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <thread>
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/crc64_combine.hpp>
#include <upcall/crypto/hmac.hpp>
#include <upcall/freestanding.hpp>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/signer/v4_query.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/testing/recorded.hpp>
#include <upcall/text/hex.hpp>
#include <utility>
#include <vector>

// What every crypto policy keeps to. A model is told by its policy, and a test case that calls laws::crypto<Policy>();
// where clients of it are shared by threads, laws::crypto_of_threads<Policy>() besides.
namespace laws {

template <std::size_t N>
std::string in_hex(const std::array<std::uint8_t, N>& digest) {
  return std::string{written<2 * N>([&](auto& to) { upcall::write_hex(to, digest); }).view()};
}
// The text is written in two pieces, the first of them by single bytes or at once.
template <class Hash>
std::string digest_in_two(Hash&& hash, std::string_view text, std::size_t split, bool by_bytes) {
  if (by_bytes) {
    for (char c : text.substr(0, split)) hash.put(c);
  } else {
    upcall::write(hash, text.substr(0, split));
  }
  upcall::write(hash, text.substr(split));
  return in_hex(std::move(hash).finish());
}

template <class Hash>
void published_digests_come_out(std::string_view published_digests::*expected) {
  int checked = 0;
  for (const auto& each : published_hashes()) {
    if ((each.*expected).empty()) continue;
    INFO(each.text.substr(0, 100));
    CHECK(digest_in_two(Hash{}, each.text, each.text.size(), false) == each.*expected);
    CHECK(digest_in_two(Hash{}, each.text, each.text.size(), true) == each.*expected);
    ++checked;
  }
  CHECK(checked == 7);
  checked = 0;
  for (const auto& each : published_hmacs()) {
    if ((each.*expected).empty()) continue;
    INFO(each.text);
    CHECK(digest_in_two(upcall::hmac<Hash>{each.key}, each.text, 1, false) == each.*expected);
    CHECK(digest_in_two(upcall::hmac<Hash>{each.key}, each.text, each.text.size(), true) == each.*expected);
    ++checked;
  }
  CHECK(checked >= 6);
}

template <class Hash>
void every_length_in_every_split_is_as_by_another(const EVP_MD* other) {
  int differing = 0;
  for (std::size_t length = 0; length <= 300; ++length) {
    const std::string text = sample(length), expected = openssl_digest(other, text);
    for (std::size_t split = 0; split <= length; ++split) {
      differing += digest_in_two(Hash{}, text, split, false) != expected;
      if (split % 7 == length % 7) differing += digest_in_two(Hash{}, text, split, true) != expected;
    }
  }
  CHECK(differing == 0);
}

// Of any policy a signature has three under way, begun and ended in no order: the canonical request's, and both of
// HMAC.
template <class Hash, class Other>
void hashes_under_way_leave_each_other_alone(const EVP_MD* reference) {
  std::list<Hash> hashes(9);
  std::list<Other> between(hashes.size());
  std::vector<std::string> texts(hashes.size());
  for (std::size_t step = 0; step != 200; ++step) {
    std::size_t number = 0;
    auto other = between.begin();
    for (Hash& hash : hashes) {
      const std::string piece(step % 11 * number, static_cast<char>('a' + step % 26));
      upcall::write(hash, piece);
      hash.put('.');
      upcall::write(*other++, piece);
      texts[number++] += piece + '.';
    }
  }
  while (!hashes.empty()) {
    CHECK(in_hex(std::move(hashes.back()).finish()) == openssl_digest(reference, texts.back()));
    hashes.pop_back();
    texts.pop_back();
    if (hashes.empty()) break;
    CHECK(in_hex(std::move(hashes.front()).finish()) == openssl_digest(reference, texts.front()));
    hashes.pop_front();
    texts.erase(texts.begin());
  }
}

template <class Hash>
void a_hash_that_is_given_up_does_not_spoil_the_next(const EVP_MD* reference) {
  for (std::size_t length : {1u, 63u, 64u, 200u}) {
    Hash given_up;
    upcall::write(given_up, sample(length));
    { Hash ended_meanwhile; }
    CHECK(digest_in_two(Hash{}, sample(100), 3, false) == openssl_digest(reference, sample(100)));
  }
}

// Not every hash can be copied; where one can, so can an HMAC that has its key.
template <class Hash>
void a_copy_goes_on_by_itself(const EVP_MD* reference) {
  if constexpr (std::copyable<Hash>) {
    for (std::size_t length : {0u, 1u, 63u, 64u, 65u, 150u}) {
      const std::string text = sample(length);
      auto* original = new Hash;
      upcall::write(*original, text);
      Hash copy{*original}, assigned;
      upcall::write(assigned, "something else");
      assigned = *original;
      upcall::write(copy, "copy");
      upcall::write(*original, "original");
      CHECK(in_hex(std::move(*original).finish()) == openssl_digest(reference, text + "original"));
      delete original;
      CHECK(in_hex(std::move(copy).finish()) == openssl_digest(reference, text + "copy"));
      Hash moved{std::move(assigned)};
      upcall::write(moved, "moved");
      copy = std::move(moved);
      CHECK(in_hex(std::move(copy).finish()) == openssl_digest(reference, text + "moved"));
    }
    const upcall::hmac<Hash> keyed{"key"};
    for (std::string_view text : {"", "one", "another"}) {
      auto used = keyed;
      upcall::write(used, text);
      CHECK(in_hex(std::move(used).finish()) == openssl_hmac(reference, "key", text));
    }
  }
}

template <class Hash, class Other>
void hash(std::string_view published_digests::*expected, const EVP_MD* reference) {
  static_assert(upcall::hash<Hash> && std::default_initializable<Hash> && Hash::block_size == 64);
  published_digests_come_out<Hash>(expected);
  every_length_in_every_split_is_as_by_another<Hash>(reference);
  hashes_under_way_leave_each_other_alone<Hash, Other>(reference);
  a_hash_that_is_given_up_does_not_spoil_the_next<Hash>(reference);
  a_copy_goes_on_by_itself<Hash>(reference);
}

template <class Crc>
std::uint64_t sum_of(std::string_view text, Crc sum = {}) {
  upcall::write(sum, text);
  return sum.value();
}

template <class Crc>
void checksums_in_the_vectors_come_out() {
  int checked = 0;
  for (const auto& each : crc64_vectors::all()) {
    INFO(each["name"]);
    const auto& input = each["input"];
    if (each["kind"] == "crc") {
      CHECK(sum_of<Crc>(crc64_vectors::data(input["data"])) == crc64_vectors::number(each["expected"]["crc64"]));
      ++checked;
    } else if (each["kind"] == "crc-init") {
      if constexpr (std::constructible_from<Crc, std::uint64_t>) {
        const Crc before{crc64_vectors::number(input["initial_crc64"])};
        CHECK(sum_of(crc64_vectors::data(input["data"]), before) == crc64_vectors::number(each["expected"]["crc64"]));
      }
    } else if (each["kind"] == "combine") {
      std::uint64_t whole = 0;
      for (const auto& part : input["parts"]) {
        const std::string data = crc64_vectors::data(part);
        whole = upcall::crc64_combine(whole, sum_of<Crc>(data), data.size());
      }
      CHECK(whole == crc64_vectors::number(each["expected"]["crc64"]));
      ++checked;
    }
  }
  CHECK(checked >= 9);
}

template <class Crc>
void every_split_has_one_checksum() {
  int differing = 0;
  for (std::size_t length = 0; length <= 300; ++length) {
    const std::string text = sample(length);
    const std::uint64_t expected = sum_of<upcall::basic_crc64<1>>(text);
    for (std::size_t split = 0; split <= length; ++split) {
      Crc sum;
      upcall::write(sum, std::string_view{text}.substr(0, split));
      (void)sum.value();  // which may be asked at any time
      const Crc copy = sum;
      for (char c : std::string_view{text}.substr(split)) sum.put(c);
      differing += sum.value() != expected;
      differing += sum_of(std::string_view{text}.substr(split), copy) != expected;
    }
  }
  CHECK(differing == 0);
}

inline constexpr upcall::callback an_upload_callback{.url = "http://app.example.com/uploaded",
                                                     .body = "object=${object}"};

// What goes over the wire of a signature: the target, which has it in a presigned request, and the header.
template <class Crypto, class Signer>
std::string signature(std::string_view secret) {
  upcall::workspace<upcall::limits::hosted> room;
  const std::string sum = std::to_string(sum_of<upcall::small_crc64>("hello"));
  upcall::freestanding_client oss{
      Crypto{},
      Signer{},
      upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
      upcall::fixed_credentials{"fake-id", secret},
      upcall::recorded{{{.headers = {{"x-oss-hash-crc64ecma", sum}}}}},
      upcall::manual_clock{{1'700'000'000}},
      upcall::borrowed_workspace{room},
  };
  const auto done = oss.bucket("examplebucket")
                        .put_object("files/hello \xe4\xb8\xad", upcall::text{"hello"},
                                    {.callback = upcall::encoded<an_upload_callback>, .content_type = "text/plain"});
  INFO((done ? std::string_view{} : done.error().message.view()));
  REQUIRE(done);
  const auto& sent = oss.template policy<upcall::role::transport>().requests().at(0);
  const std::string* header = sent.header("authorization");
  return sent.target + " " + (header != nullptr ? *header : "");
}
// Secrets that are shorter than a block, just one with what is put before them, and longer.
template <class Crypto, class Signer>
void signs_as_another_does() {
  using other =
      std::conditional_t<std::same_as<Crypto, upcall::openssl_crypto>, upcall::portable_crypto, upcall::openssl_crypto>;
  for (const std::size_t length : {11u, 55u, 80u}) {
    const std::string secret(length, 'x');
    CHECK(signature<Crypto, Signer>(secret) == signature<other, Signer>(secret));
  }
}

template <class Policy>
void crypto() {
  static_assert(upcall::crypto<Policy> && upcall::role::crypto::check<Policy>());
  static_assert(std::same_as<typename Policy::role, upcall::role::crypto>);
  using sha256 = typename Policy::sha256;
  using sha1 = typename Policy::sha1;
  using crc64 = typename Policy::crc64;
  static_assert(std::same_as<typename sha256::digest, std::array<std::uint8_t, 32>>);
  static_assert(std::same_as<typename sha1::digest, std::array<std::uint8_t, 20>>);
  static_assert(std::default_initializable<crc64> && std::copyable<crc64>);
  hash<sha256, sha1>(&published_digests::sha256, EVP_sha256());
  hash<sha1, sha256>(&published_digests::sha1, EVP_sha1());
  if constexpr (requires { typename Policy::md5; })
    hash<typename Policy::md5, sha256>(&published_digests::md5, EVP_md5());
  checksums_in_the_vectors_come_out<crc64>();
  every_split_has_one_checksum<crc64>();
  signs_as_another_does<Policy, upcall::sign_v4>();
  signs_as_another_does<Policy, upcall::sign_v4_query>();
  signs_as_another_does<Policy, upcall::sign_v1>();
}

template <class Policy>
void crypto_of_threads() {
  const std::string text = sample(300), expected_256 = openssl_digest(EVP_sha256(), text),
                    expected_1 = openssl_hmac(EVP_sha1(), "key", text);
  std::atomic<int> differing{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread != 4; ++thread) {
    threads.emplace_back([&] {
      for (std::size_t split = 0; split <= 300; ++split) {
        differing += digest_in_two(typename Policy::sha256{}, text, split, true) != expected_256;
        differing += digest_in_two(upcall::hmac<typename Policy::sha1>{"key"}, text, split, false) != expected_1;
      }
    });
  }
  for (auto& each : threads) each.join();
  CHECK(differing == 0);
}

}  // namespace laws
