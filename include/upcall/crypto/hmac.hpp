// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <upcall/core/bytes.hpp>
#include <upcall/text/sink.hpp>
#include <utility>

namespace upcall {

// Whether a hash leaves nothing of what it took in. One that does is of a program, which has the bytes to wipe more
// than what a device does: also what only passes on its way.
template <class Hash>
inline constexpr bool wipes_itself = !std::is_trivially_destructible_v<Hash>;

// Puts a key where it is kept, and leaves none where it was.
template <class Digest>
void move_key(Digest& to, Digest&& made) {
  to = made;
  wipe(&made, sizeof made);
}

// HMAC (RFC 2104) over any hash that is a sink; itself such a hash. One that has its key and nothing else yet may be
// copied and used again: the two hashes inside have taken in the key. Nothing of it stays once it has finished.
template <class Hash>
class hmac {
 public:
  using digest = typename Hash::digest;
  static constexpr std::size_t block_size = Hash::block_size;

  constexpr explicit hmac(std::string_view key) : hmac(std::string_view{}, key) {}
  // A key in two parts, one after the other.
  constexpr hmac(std::string_view front, std::string_view back) {
    char block[block_size]{};
    char* to = block;
    if (front.size() + back.size() <= block_size) {
      for (char c : front) *to++ = c;
      for (char c : back) *to++ = c;
    } else {
      Hash shorter{};
      write(shorter, front);
      write(shorter, back);
      auto&& key = std::move(shorter).finish();
      for (std::uint8_t byte : key) *to++ = static_cast<char>(byte);
      if constexpr (wipes_itself<Hash>) wipe(&key, sizeof key);
    }
    take_key(block);
  }
  // A key that is the result of another HMAC.
  template <std::size_t N>
    requires(N <= block_size)
  constexpr explicit hmac(const std::array<std::uint8_t, N>& key) {
    char block[block_size]{};
    for (std::size_t i = 0; i != N; ++i) block[i] = static_cast<char>(key[i]);
    take_key(block);
  }

  constexpr void put(char c) { inner_.put(c); }
  constexpr void append(std::string_view text) { write(inner_, text); }
  constexpr digest finish() && {
    for (std::uint8_t byte : std::move(inner_).finish()) outer_.put(static_cast<char>(byte));
    digest out = std::move(outer_).finish();
    if constexpr (!wipes_itself<Hash>) {
      if (!std::is_constant_evaluated()) wipe(this, sizeof *this);
    }
    return out;
  }

 private:
  constexpr void take_key(char (&block)[block_size]) {
    for (char& c : block) c = static_cast<char>(c ^ 0x36);
    write(inner_, std::string_view{block, block_size});
    for (char& c : block) c = static_cast<char>(c ^ 0x36 ^ 0x5c);
    write(outer_, std::string_view{block, block_size});
    if (!std::is_constant_evaluated()) wipe(block, block_size);
  }

  Hash inner_{}, outer_{};
};

}  // namespace upcall
