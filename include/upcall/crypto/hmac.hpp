// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/text/sink.hpp>
#include <utility>

namespace upcall {

// HMAC (RFC 2104) over any hash that is a sink; itself such a hash. One that has its key and nothing else yet may be
// copied and used again: the two hashes inside have taken in the key.
template <class Hash>
class hmac {
 public:
  using digest = typename Hash::digest;
  static constexpr std::size_t block_size = Hash::block_size;

  constexpr explicit hmac(std::string_view key) : hmac(std::string_view{}, key) {}
  // A key in two parts, one after the other.
  constexpr hmac(std::string_view front, std::string_view back) {
    take_key([&](std::size_t i) { return i < front.size() ? front[i] : back[i - front.size()]; }, front.size() + back.size());
  }
  // A key that is the result of another HMAC.
  template <std::size_t N>
  constexpr explicit hmac(const std::array<std::uint8_t, N>& key) {
    take_key([&](std::size_t i) { return static_cast<char>(key[i]); }, N);
  }

  constexpr void put(char c) { inner_.put(c); }
  constexpr void append(std::string_view text) { write(inner_, text); }
  constexpr digest finish() && {
    const digest inside = std::move(inner_).finish();
    for (std::uint8_t byte : inside) outer_.put(static_cast<char>(byte));
    return std::move(outer_).finish();
  }

 private:
  constexpr void take_key(auto byte, std::size_t size) {
    if (size <= block_size) return pad(byte, size);
    Hash hash;
    for (std::size_t i = 0; i != size; ++i) hash.put(byte(i));
    const digest shorter = std::move(hash).finish();
    pad([&](std::size_t i) { return static_cast<char>(shorter[i]); }, shorter.size());
  }
  constexpr void pad(auto byte, std::size_t size) {
    for (std::size_t i = 0; i != block_size; ++i) {
      const char each = i < size ? byte(i) : '\0';
      inner_.put(static_cast<char>(each ^ 0x36));
      outer_.put(static_cast<char>(each ^ 0x5c));
    }
  }

  Hash inner_{}, outer_{};
};

}  // namespace upcall
