// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <upcall/crypto/crc64_tables.hpp>
#include <utility>

namespace upcall {

namespace detail {

// What half a byte does to a sum.
inline constexpr std::array<std::uint64_t, 16> crc64_halves = [] {
  std::array<std::uint64_t, 16> out{};
  for (std::size_t i = 0; i != 16; ++i) {
    out[i] = i;
    for (int bit = 0; bit != 4; ++bit) out[i] = crc64_shifted(out[i]);
  }
  return out;
}();

constexpr std::uint64_t crc64_after(std::uint64_t sum, char c) {
  sum ^= static_cast<unsigned char>(c);
  for (int half = 0; half != 2; ++half) sum = sum >> 4 ^ crc64_halves[sum & 15];
  return sum;
}

}  // namespace detail

// CRC-64/XZ, the checksum the service answers with (x-oss-hash-crc64ecma); a sink. Bytes are what it takes in a step: 1
// with 2 KB of tables, or 32 with 32 KB, which are made when a text is first long enough for them; what is left over of
// one goes in by half bytes.
template <std::size_t Bytes>
class basic_crc64 {
  static_assert(Bytes == 1 || Bytes == 32);

 public:
  constexpr basic_crc64() = default;
  // Goes on where one with this value() stopped.
  constexpr explicit basic_crc64(std::uint64_t value) : sum_(~value) {}

  constexpr void put(char c) {
    if constexpr (Bytes == 1) {
      sum_ = sum_ >> 8 ^ detail::crc64_table<1>.at[0][(sum_ ^ static_cast<unsigned char>(c)) & 0xff];
    } else {
      sum_ = detail::crc64_after(sum_, c);
    }
  }
  constexpr void append(std::string_view text) {
    if constexpr (Bytes != 1) {
      if (!std::is_constant_evaluated() && text.size() >= Bytes) {
        const auto& by = detail::crc64_lanes<Bytes>::made();
        if (text.size() >= 2 * Bytes) text = append_lanes(text, by, std::make_index_sequence<Bytes / 8>{});
        for (; text.size() >= 8; text.remove_prefix(8)) sum_ = after(sum_ ^ word(text.data(), eight), by.near, eight);
      }
    }
    for (char c : text) put(c);
  }
  constexpr std::uint64_t value() const { return ~sum_; }

 private:
  // Words go in turn to as many sums, which do not wait for each other: each takes in its words as if zeros stood in
  // place of the others'. The last words are taken in one after the other, each with its lane's sum. Gives what is left
  // of the text.
  template <std::size_t... Lane>
  std::string_view append_lanes(std::string_view text, const auto& by, std::index_sequence<Lane...>) {
    std::uint64_t sums[sizeof...(Lane)] = {std::exchange(sum_, 0)};
    for (; text.size() >= 2 * Bytes; text.remove_prefix(Bytes))
      ((sums[Lane] = after(sums[Lane] ^ word(text.data() + 8 * Lane, eight), by.far, eight)), ...);
    ((sum_ = after(sum_ ^ sums[Lane] ^ word(text.data() + 8 * Lane, eight), by.near, eight)), ...);
    text.remove_prefix(Bytes);
    return text;
  }

  // Written as sums of eight terms, which compilers turn into one load and eight lookups side by side.
  static constexpr std::make_index_sequence<8> eight{};
  template <std::size_t... I>
  static constexpr std::uint64_t word(const char* bytes, std::index_sequence<I...>) {
    return (... | (std::uint64_t{static_cast<unsigned char>(bytes[I])} << 8 * I));
  }
  template <std::size_t... I>
  static constexpr std::uint64_t after(std::uint64_t word, const auto& by, std::index_sequence<I...>) {
    return (... ^ by.at[7 - I][word >> 8 * I & 0xff]);
  }

  std::uint64_t sum_ = ~std::uint64_t{0};
};

using crc64 = basic_crc64<32>;

// The same in 128 bytes of table: half a byte a step, for a device.
class small_crc64 {
 public:
  constexpr small_crc64() = default;
  constexpr explicit small_crc64(std::uint64_t value) : sum_(~value) {}

  constexpr void put(char c) { sum_ = detail::crc64_after(sum_, c); }
  constexpr std::uint64_t value() const { return ~sum_; }

 private:
  std::uint64_t sum_ = ~std::uint64_t{0};
};

}  // namespace upcall
