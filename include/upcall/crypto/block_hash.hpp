// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace upcall {

// What SHA-2, SHA-1 and MD5 have in common: blocks of 64 bytes are mixed into a state of 32-bit words, and the last one
// ends in the length of the message. Rounds gives the first state, the mixing, and the order of bytes in a word.
template <class Rounds>
class block_hash {
 public:
  static constexpr std::size_t block_size = 64;
  using digest = std::array<std::uint8_t, Rounds::words * 4>;

  constexpr block_hash() {
    if (std::is_constant_evaluated()) {
      for (char& c : block_) c = '\0';
    }
  }

  constexpr void put(char c) {
    block_[held()] = c;
    ++length_;
    if (held() == 0) Rounds::mix(state_, block_);
  }
  constexpr void append(std::string_view text) { append(text.data(), text.size()); }
  constexpr void append(const char* next, std::size_t left) {
    for (; left != 0 && held() != 0; --left) put(*next++);
    for (; left >= block_size; left -= block_size, next += block_size) {
      Rounds::mix(state_, next);
      length_ += block_size;
    }
    for (; left != 0; --left) put(*next++);
  }
  constexpr digest finish() && {
    const std::uint64_t bits = length_ * 8;
    put('\x80');
    while (held() != block_size - 8) put('\0');
    for (unsigned i = 0; i != 8; ++i) put(static_cast<char>(bits >> 8 * (Rounds::big_endian ? 7 - i : i) & 0xff));
    digest out{};
    for (unsigned i = 0; i != out.size(); ++i) {
      out[i] = static_cast<std::uint8_t>(state_[i / 4] >> 8 * (Rounds::big_endian ? 3 - i % 4 : i % 4));
    }
    return out;
  }

 private:
  constexpr std::size_t held() const { return static_cast<std::size_t>(length_ % block_size); }

  std::array<std::uint32_t, Rounds::words> state_ = Rounds::first;
  std::uint64_t length_ = 0;
  char block_[block_size];
};

namespace detail {

constexpr std::uint32_t big_endian_word(const char* bytes) {
  std::uint32_t word = 0;
  for (int i = 0; i != 4; ++i) word = word << 8 | static_cast<unsigned char>(bytes[i]);
  return word;
}

constexpr std::uint32_t little_endian_word(const char* bytes) {
  std::uint32_t word = 0;
  for (int i = 3; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(bytes[i]);
  return word;
}

}  // namespace detail

}  // namespace upcall
