// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <string_view>
#include <upcall/roles/role.hpp>
#include <upcall/text/sink.hpp>
#include <utility>

namespace upcall {

// A hash takes text and is finished once.
template <class H>
concept hash = sink<H> && requires(H h) {
  typename H::digest;
  { H::block_size } -> std::convertible_to<std::size_t>;
  { std::move(h).finish() } -> std::same_as<typename H::digest>;
};

template <class C>
concept checksum = sink<C> && requires(const C& c) {
  { c.value() } -> std::same_as<std::uint64_t>;
};

// The types that compute; each is made anew for one text.
template <class P>
concept crypto = hash<typename P::sha256> && hash<typename P::sha1> && checksum<typename P::crc64>;

// Where callbacks are verified, besides: RSA PKCS#1 v1.5 with MD5, as the service signs them.
template <class P>
concept verifying_crypto = requires(typename P::rsa_md5_verifier v, std::string_view text) {
  typename P::rsa_md5_verifier;
  requires sink<typename P::rsa_md5_verifier>;
  requires std::constructible_from<typename P::rsa_md5_verifier, std::string_view>;
  { std::move(v).verify(text) } -> std::same_as<bool>;
};

namespace role {
struct crypto {
  template <class P>
  static constexpr bool played = upcall::crypto<P>;
  template <class P>
  static consteval bool check() {
    static_assert(played<P>,
                  "crypto policy: needs the types `sha256` and `sha1` with put(char) and `digest finish() &&`, and "
                  "`crc64` with value()");
    return true;
  }
};
}  // namespace role

}  // namespace upcall
