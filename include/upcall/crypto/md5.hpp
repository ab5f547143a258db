// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <upcall/crypto/block_hash.hpp>

namespace upcall {

namespace detail {

// RFC 1321 §3.
struct md5_rounds {
  static constexpr unsigned words = 4;
  static constexpr bool big_endian = false;
  static constexpr std::array<std::uint32_t, words> first{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  // The integer parts of 2^32 * |sin(i + 1)|.
  static constexpr std::uint32_t constants[64] = {
      0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
      0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
      0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
      0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
      0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
      0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
      0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
      0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
  static constexpr std::uint8_t rotations[16] = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};

  static constexpr void mix(std::array<std::uint32_t, words>& state, const char* block) {
    auto [a, b, c, d] = state;
    for (unsigned i = 0; i != 64; ++i) {
      const unsigned round = i / 16;
      const std::uint32_t mixed = round == 0   ? d ^ (b & (c ^ d))
                                  : round == 1 ? c ^ (d & (b ^ c))
                                  : round == 2 ? b ^ c ^ d
                                               : c ^ (b | ~d);
      const unsigned word = (round == 0 ? i : round == 1 ? 5 * i + 1 : round == 2 ? 3 * i + 5 : 7 * i) % 16;
      const std::uint32_t sum = a + mixed + constants[i] + little_endian_word(block + 4 * word);
      a = d, d = c, c = b, b += std::rotl(sum, rotations[4 * round + i % 4]);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  }
};

}  // namespace detail

// MD5 (RFC 1321), a sink: Content-MD5, and the signature of callbacks, are made with it.
using md5 = block_hash<detail::md5_rounds>;

}  // namespace upcall
