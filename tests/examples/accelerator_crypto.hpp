// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <upcall/crypto/block_hash.hpp>
#include <upcall/crypto/crc64.hpp>
#include <upcall/roles/crypto.hpp>

// The registers of a SHA unit, as its manual has them. Writing the control register says which hash the next blocks are
// for. The digest registers are those of the message so far: what is written there it goes on from. Sixteen words to
// the data register, the first bytes in the highest bits, make a block, and the unit is busy while it mixes it in.
struct sha_unit {
  static constexpr std::uint32_t sha1 = 1, sha256 = 2, busy = 1;

  volatile std::uint32_t control, status, data;
  volatile std::uint32_t digest[8];
};

// Nobody else uses the unit.
struct one_task_alone {};

// Mixes a block into a state in the unit. That has room for one message, but a signature has three hashes under way (of
// the canonical request, and the inner and the outer one of HMAC): so each keeps its state itself, and the unit has it
// for one block.
template <auto& Unit, class Alone, std::uint32_t Algorithm, std::size_t Words>
void mix_in_unit(std::array<std::uint32_t, Words>& state, const char* block) {
  [[maybe_unused]] const Alone until_it_is_back{};
  Unit.control = Algorithm;
  for (std::size_t i = 0; i != Words; ++i) Unit.digest[i] = state[i];
  for (const char* end = block + 64; block != end; block += 4) {
    std::uint32_t word = 0;
    for (int i = 0; i != 4; ++i) word = word << 8 | static_cast<unsigned char>(block[i]);
    Unit.data = word;
  }
  while ((Unit.status & sha_unit::busy) != 0) continue;
  for (std::size_t i = 0; i != Words; ++i) state[i] = Unit.digest[i];
}

// Gathering blocks, and how a message ends, is the same for all of these hashes: block_hash does it, of what these say.
// The first states are those of FIPS 180-4 §5.3.1 and §5.3.3.
template <auto& Unit, class Alone>
struct sha256_in_unit {
  static constexpr unsigned words = 8;
  static constexpr bool big_endian = true;
  static constexpr std::array<std::uint32_t, words> first{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  static void mix(std::array<std::uint32_t, words>& state, const char* block) {
    mix_in_unit<Unit, Alone, sha_unit::sha256>(state, block);
  }
};
template <auto& Unit, class Alone>
struct sha1_in_unit {
  static constexpr unsigned words = 5;
  static constexpr bool big_endian = true;
  static constexpr std::array<std::uint32_t, words> first{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  static void mix(std::array<std::uint32_t, words>& state, const char* block) {
    mix_in_unit<Unit, Alone, sha_unit::sha1>(state, block);
  }
};

// Hashes by the SHA unit of a chip: `extern sha_unit sha;`, which the linker script puts where the registers are, and
// accelerator_crypto<sha>. Where clients of several tasks use the unit, Alone is a lock: taken when it is constructed,
// given back when it is destroyed, held for one block. A unit that is never ready, such as one without a clock, is
// waited for until the watchdog ends it.
template <auto& Unit, class Alone = one_task_alone>
struct accelerator_crypto {
  using role = upcall::role::crypto;
  using sha256 = upcall::block_hash<sha256_in_unit<Unit, Alone>>;
  using sha1 = upcall::block_hash<sha1_in_unit<Unit, Alone>>;
  using crc64 = upcall::small_crc64;
};
