// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <upcall/crypto/block_hash.hpp>

namespace upcall {

namespace detail {

// FIPS 180-4 §4.2.2, §5.3.3, §6.2.
struct sha256_rounds {
  static constexpr unsigned words = 8;
  static constexpr bool big_endian = true;
  static constexpr std::array<std::uint32_t, words> first{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  static constexpr std::uint32_t constants[64] = {
      0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
      0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
      0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
      0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
      0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
      0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
      0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
      0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

  static constexpr void mix(std::array<std::uint32_t, words>& state, const char* block) {
    std::uint32_t w[16]{};
    auto [a, b, c, d, e, f, g, h] = state;
    for (unsigned i = 0; i != 64; ++i) {
      if (i < 16) {
        w[i] = big_endian_word(block + 4 * i);
      } else {
        const std::uint32_t before = w[(i + 1) % 16], after = w[(i + 14) % 16];
        w[i % 16] += w[(i + 9) % 16] + (std::rotr(before, 7) ^ std::rotr(before, 18) ^ before >> 3) +
                     (std::rotr(after, 17) ^ std::rotr(after, 19) ^ after >> 10);
      }
      const std::uint32_t one =
          h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + (g ^ (e & (f ^ g))) + constants[i] + w[i % 16];
      const std::uint32_t two = (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) | (c & (a | b)));
      h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
};

}  // namespace detail

// SHA-256 (FIPS 180-4), a sink.
using sha256 = block_hash<detail::sha256_rounds>;

}  // namespace upcall
