// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <upcall/crypto/block_hash.hpp>

namespace upcall {

namespace detail {

// FIPS 180-4 §4.1.1, §4.2.1, §5.3.1, §6.1.
struct sha1_rounds {
  static constexpr unsigned words = 5;
  static constexpr bool big_endian = true;
  static constexpr std::array<std::uint32_t, words> first{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};

  static constexpr void mix(std::array<std::uint32_t, words>& state, const char* block) {
    std::uint32_t w[16]{};
    auto [a, b, c, d, e] = state;
    for (unsigned i = 0; i != 80; ++i) {
      if (i < 16) {
        w[i] = big_endian_word(block + 4 * i);
      } else {
        w[i % 16] = std::rotl(w[(i + 13) % 16] ^ w[(i + 8) % 16] ^ w[(i + 2) % 16] ^ w[i % 16], 1);
      }
      const std::uint32_t mixed = i < 20   ? (d ^ (b & (c ^ d))) + 0x5a827999
                                  : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
                                  : i < 60 ? ((b & c) | (d & (b | c))) + 0x8f1bbcdc
                                           : (b ^ c ^ d) + 0xca62c1d6;
      const std::uint32_t next = std::rotl(a, 5) + mixed + e + w[i % 16];
      e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
  }
};

}  // namespace detail

// SHA-1 (FIPS 180-4), a sink. Signature V1 uses it inside an HMAC; it serves for nothing else.
using sha1 = block_hash<detail::sha1_rounds>;

}  // namespace upcall
