// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace upcall {

namespace detail {

// x^64 + … of ECMA-182, bits reversed.
inline constexpr std::uint64_t crc64_polynomial = 0xC96C5795D7870F42;

using crc64_table = std::array<std::uint64_t, 256>;

// table[n][byte]: what a byte followed by n zero bytes adds.
template <std::size_t Slices>
constexpr std::array<crc64_table, Slices> make_crc64_tables() {
  std::array<crc64_table, Slices> tables{};
  for (std::size_t byte = 0; byte != 256; ++byte) {
    std::uint64_t sum = byte;
    for (int bit = 0; bit != 8; ++bit) sum = (sum & 1) != 0 ? sum >> 1 ^ crc64_polynomial : sum >> 1;
    tables[0][byte] = sum;
  }
  for (std::size_t n = 1; n < Slices; ++n) {
    for (std::size_t byte = 0; byte != 256; ++byte) {
      const std::uint64_t shorter = tables[n - 1][byte];
      tables[n][byte] = shorter >> 8 ^ tables[0][shorter & 0xff];
    }
  }
  return tables;
}

template <std::size_t Slices>
inline constexpr std::array<crc64_table, Slices> crc64_tables = make_crc64_tables<Slices>();

}  // namespace detail

// CRC-64/XZ, the checksum the service answers with (x-oss-hash-crc64ecma); a sink. Slices = 8 takes eight bytes a step
// and 16 KB of tables, Slices = 1 one byte and 2 KB.
template <std::size_t Slices>
class basic_crc64 {
  static_assert(Slices == 1 || Slices == 8);

 public:
  constexpr basic_crc64() = default;
  // Goes on where one with this value() stopped.
  constexpr explicit basic_crc64(std::uint64_t value) : sum_(~value) {}

  constexpr void put(char c) { sum_ = sum_ >> 8 ^ tables()[0][(sum_ ^ static_cast<unsigned char>(c)) & 0xff]; }
  constexpr void append(std::string_view text) {
    const char* next = text.data();
    std::size_t left = text.size();
    if constexpr (Slices == 8) {
      for (; left >= 8; left -= 8, next += 8) sum_ = after(sum_ ^ word(next, eight), eight);
    }
    for (; left != 0; --left) put(*next++);
  }
  constexpr std::uint64_t value() const { return ~sum_; }

 private:
  // Written as sums of eight terms, which compilers turn into one load and eight lookups side by side.
  static constexpr std::make_index_sequence<8> eight{};
  template <std::size_t... I>
  static constexpr std::uint64_t word(const char* bytes, std::index_sequence<I...>) {
    return (... | (std::uint64_t{static_cast<unsigned char>(bytes[I])} << 8 * I));
  }
  template <std::size_t... I>
  static constexpr std::uint64_t after(std::uint64_t word, std::index_sequence<I...>) {
    return (... ^ tables()[7 - I][word >> 8 * I & 0xff]);
  }
  static constexpr const std::array<detail::crc64_table, Slices>& tables() { return detail::crc64_tables<Slices>; }

  std::uint64_t sum_ = ~std::uint64_t{0};
};

using crc64 = basic_crc64<8>;

// The same in 128 bytes of table: half a byte a step, for a device.
class small_crc64 {
 public:
  constexpr small_crc64() = default;
  constexpr explicit small_crc64(std::uint64_t value) : sum_(~value) {}

  constexpr void put(char c) {
    sum_ ^= static_cast<unsigned char>(c);
    for (int half = 0; half != 2; ++half) sum_ = sum_ >> 4 ^ table[sum_ & 15];
  }
  constexpr std::uint64_t value() const { return ~sum_; }

 private:
  static constexpr std::array<std::uint64_t, 16> table = [] {
    std::array<std::uint64_t, 16> out{};
    for (std::size_t i = 0; i != 16; ++i) {
      std::uint64_t sum = i;
      for (int bit = 0; bit != 4; ++bit) sum = (sum & 1) != 0 ? sum >> 1 ^ detail::crc64_polynomial : sum >> 1;
      out[i] = sum;
    }
    return out;
  }();

  std::uint64_t sum_ = ~std::uint64_t{0};
};

}  // namespace upcall
