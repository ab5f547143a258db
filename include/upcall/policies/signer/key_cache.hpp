// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>

namespace upcall {

// What a key was derived from.
struct key_name {
  std::string_view day, secret, region;
};

// Keeps nothing.
struct no_key_cache {
  static constexpr bool find(const key_name&, auto&) { return false; }
  static constexpr void keep(const key_name&, const auto&) {}
};

// Keeps the last signing key. Nobody ever waits for it: who finds it busy derives the key again.
class key_cache {
 public:
  using key = std::array<std::uint8_t, 32>;

  key_cache() = default;
  constexpr ~key_cache() {
    if (!std::is_constant_evaluated()) {
      wipe(&secret_, sizeof secret_);
      wipe(&key_, sizeof key_);
    }
  }

  bool find(const key_name& wanted, key& to) {
    if (!take()) return false;
    const bool found = !secret_.empty() && day_ == wanted.day && region_ == wanted.region &&
                       equal_in_constant_time(secret_, wanted.secret);
    if (found) to = key_;
    release();
    return found;
  }

  void keep(const key_name& derived_from, const key& value) {
    if (derived_from.secret.size() > secret_.capacity() || derived_from.region.size() > region_.capacity()) return;
    if (!take()) return;
    day_.assign(derived_from.day);
    secret_.assign(derived_from.secret);
    region_.assign(derived_from.region);
    key_ = value;
    release();
  }

 private:
  // The compilers' own, since <atomic> costs more than everything else here.
  bool take() { return !__atomic_test_and_set(&busy_, __ATOMIC_ACQUIRE); }
  void release() { __atomic_clear(&busy_, __ATOMIC_RELEASE); }

  bool busy_ = false;
  inline_string<8> day_ = {};
  inline_string<64> secret_ = {};
  inline_string<32> region_ = {};
  key key_ = {};
};

}  // namespace upcall
