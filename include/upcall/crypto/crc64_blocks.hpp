// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)

// Blocks of 16 bytes side by side, and their product with x^n, modulo the polynomial of CRC-64: it stands for them n
// bits further on, where it is added to what is there. The compilers' builtins and their vectors are used, since
// <immintrin.h> costs more time to compile than all of this library's core.
namespace upcall::detail::crc64_folding {

using vector = long long __attribute__((vector_size(16)));
using vector_256 = long long __attribute__((vector_size(32)));
using vector_512 = long long __attribute__((vector_size(64)));

// What moves a block of 16 bytes so many bytes further on: the factors of its first eight bytes and of its last, which
// are x^(8 * Bytes + 63) and x^(8 * Bytes - 1) modulo the polynomial. One less than it seems, since bits are reversed,
// and the product of two 64-bit numbers has 127.
struct factors {
  std::uint64_t first, last;
};
template <std::size_t Bytes>
inline constexpr factors by = {};
template <>
inline constexpr factors by<16> = {0xe05dd497ca393ae4, 0xdabe95afc7875f40};
template <>
inline constexpr factors by<128> = {0x8757d71d4fcc1000, 0xd7d86b2af73de740};
template <>
inline constexpr factors by<256> = {0x8260adf2381ad81c, 0xf31fd9271e228b79};

// Moves the blocks of a vector so many bytes further on, onto those that stand there.
template <std::size_t Bytes>
[[gnu::target("pclmul"), gnu::always_inline]] inline void move(vector& blocks, const char* onto) {
  constexpr auto first = static_cast<long long>(by<Bytes>.first), last = static_cast<long long>(by<Bytes>.last);
  constexpr vector times = {first, last};
  vector there;
  __builtin_memcpy(&there, onto, sizeof there);
  blocks = __builtin_ia32_pclmulqdq128(blocks, times, 0x00) ^ __builtin_ia32_pclmulqdq128(blocks, times, 0x11) ^ there;
}
template <std::size_t Bytes>
[[gnu::target("avx2,vpclmulqdq"), gnu::always_inline]] inline void move(vector_256& blocks, const char* onto) {
  constexpr auto first = static_cast<long long>(by<Bytes>.first), last = static_cast<long long>(by<Bytes>.last);
  constexpr vector_256 times = {first, last, first, last};
  vector_256 there;
  __builtin_memcpy(&there, onto, sizeof there);
#if defined(__clang__)
  blocks = __builtin_ia32_pclmulqdq256(blocks, times, 0x00) ^ __builtin_ia32_pclmulqdq256(blocks, times, 0x11) ^ there;
#else
  const vector_256 first_moved = __builtin_ia32_vpclmulqdq_v4di(blocks, times, 0x00);
  blocks = __builtin_ia32_vpclmulqdq_v4di(blocks, times, 0x11) ^ first_moved ^ there;
#endif
}
template <std::size_t Bytes>
[[gnu::target("avx512f,vpclmulqdq"), gnu::always_inline]] inline void move(vector_512& blocks, const char* onto) {
  constexpr auto first = static_cast<long long>(by<Bytes>.first), last = static_cast<long long>(by<Bytes>.last);
  constexpr vector_512 times = {first, last, first, last, first, last, first, last};
  vector_512 there;
  __builtin_memcpy(&there, onto, sizeof there);
#if defined(__clang__)
  blocks = __builtin_ia32_pclmulqdq512(blocks, times, 0x00) ^ __builtin_ia32_pclmulqdq512(blocks, times, 0x11) ^ there;
#else
  const vector_512 first_moved = __builtin_ia32_vpclmulqdq_v8di(blocks, times, 0x00);
  blocks = __builtin_ia32_vpclmulqdq_v8di(blocks, times, 0x11) ^ first_moved ^ there;
#endif
}

}  // namespace upcall::detail::crc64_folding

#endif
