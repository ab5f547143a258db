// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

namespace upcall::detail {

// x^64 + … of ECMA-182, bits reversed.
inline constexpr std::uint64_t crc64_polynomial = 0xC96C5795D7870F42;

// A sum after a bit of zero.
constexpr std::uint64_t crc64_shifted(std::uint64_t sum) {
  return (sum & 1) != 0 ? sum >> 1 ^ crc64_polynomial : sum >> 1;
}

// at[n][byte]: what a byte adds that Zeros + n zero bytes follow. Arrays of the language, and sums of what single bits
// add: whoever uses them waits for the compiler to make them.
template <std::size_t Count, std::size_t Zeros>
struct crc64_tables {
  std::uint64_t at[Count][256] = {};

  constexpr crc64_tables() {
    std::uint64_t sum = 0x80;
    for (std::size_t bit = 0; bit != 8 * (Zeros + 1); ++bit) sum = crc64_shifted(sum);
    for (auto& table : at) {
      for (std::size_t bit = 0x80; bit != 0; bit >>= 1, sum = crc64_shifted(sum)) table[bit] = sum;
      for (std::size_t bit = 2; bit != 256; bit <<= 1) {
        for (std::size_t below = 1; below != bit; ++below) table[bit + below] = table[bit] ^ table[below];
      }
    }
  }
};

template <std::size_t Count, std::size_t Zeros = 0>
inline constexpr crc64_tables<Count, Zeros> crc64_table = {};

// For words that the next one follows at once, and for those of lanes that take so many bytes in turn. Made at run
// time: as constants they are 32 KB of each program, and a tenth of a second for its compiler.
template <std::size_t Bytes>
struct crc64_lanes {
  crc64_tables<8, 0> near;
  crc64_tables<8, Bytes - 8> far;

  crc64_lanes() {}
  static const crc64_lanes& made() {
    static const crc64_lanes all;
    return all;
  }
};

}  // namespace upcall::detail
