// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/roles/clock.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/roles/errors.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/hex.hpp>
#include <utility>

namespace upcall {

// 32 hexadecimal digits that no other upload has: of the object, the time, and, where the crypto policy has a
// `std::uint64_t random()`, of that. It is no secret.
template <class Policies>
constexpr inline_string<32> make_nonce(Policies& with, const subject& about) {
  typename Policies::template type<role::crypto>::sha256 hash;
  const auto add = [&hash](std::uint64_t number) {
    write_decimal(hash, number);
    hash.put(' ');
  };
  auto& clock = with.template get<role::clock>();
  add(static_cast<std::uint64_t>(clock.now().seconds));
  add(static_cast<std::uint64_t>(clock.elapsed().count));
  using crypto = typename Policies::template type<role::crypto>;
  if constexpr (requires { crypto::random(); }) {
    add(crypto::random());
    add(crypto::random());
  }
  write(hash, about.bucket);
  hash.put('/');
  write(hash, about.key);
  const auto digest = std::move(hash).finish();
  inline_string<64> digits;
  write_hex(digits, digest);
  return {part(digits, 0, 32)};
}

}  // namespace upcall
