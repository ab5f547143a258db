// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

// Takes the front of a text into a CRC-64 by folding: the product of a block and x^n, modulo the polynomial, stands for
// that block n bits further on, where it is added to the one that is there. ("Fast CRC Computation for Generic
// Polynomials Using PCLMULQDQ Instruction", Intel 2009.) The compilers' builtins and their vectors are used, since
// <immintrin.h> costs more time to compile than all of this library's core.
namespace upcall::detail::crc64_folding {

#if defined(__x86_64__)

inline constexpr std::size_t worthwhile = 64;

using vector = long long __attribute__((vector_size(16)));
using wide_vector = long long __attribute__((vector_size(32)));

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

template <std::size_t Bytes>
[[gnu::target("pclmul"), gnu::always_inline]] inline void move(vector& block, const char* onto) {
  constexpr auto first = static_cast<long long>(by<Bytes>.first), last = static_cast<long long>(by<Bytes>.last);
  constexpr vector times = {first, last};
  vector next;
  __builtin_memcpy(&next, onto, sizeof next);
  block = __builtin_ia32_pclmulqdq128(block, times, 0x00) ^ __builtin_ia32_pclmulqdq128(block, times, 0x11) ^ next;
}

template <std::size_t Bytes>
[[gnu::target("avx2,vpclmulqdq"), gnu::always_inline]] inline void move(wide_vector& block, const char* onto) {
  constexpr auto first = static_cast<long long>(by<Bytes>.first), last = static_cast<long long>(by<Bytes>.last);
  constexpr wide_vector times = {first, last, first, last};
  wide_vector next;
  __builtin_memcpy(&next, onto, sizeof next);
#if defined(__clang__)
  block = __builtin_ia32_pclmulqdq256(block, times, 0x00) ^ __builtin_ia32_pclmulqdq256(block, times, 0x11) ^ next;
#else
  const wide_vector first_moved = __builtin_ia32_vpclmulqdq_v4di(block, times, 0x00);
  block = __builtin_ia32_vpclmulqdq_v4di(block, times, 0x11) ^ first_moved ^ next;
#endif
}

// Eight vectors at the front of a text take in as many bytes as there are, again and again: the products of one do not
// wait for those of another. What is left of the text is shorter than they are.
template <std::size_t... I>
[[gnu::target("pclmul"), gnu::always_inline]] inline void take_in(vector (&front)[8], std::string_view& text,
                                                                  std::index_sequence<I...>) {
  for (; text.size() >= sizeof front; text.remove_prefix(sizeof front))
    (move<sizeof front>(front[I], text.data() + I * sizeof(vector)), ...);
}
template <std::size_t... I>
[[gnu::target("avx2,vpclmulqdq"), gnu::always_inline]] inline void take_in(wide_vector (&front)[8],
                                                                           std::string_view& text,
                                                                           std::index_sequence<I...>) {
  for (; text.size() >= sizeof front; text.remove_prefix(sizeof front))
    (move<sizeof front>(front[I], text.data() + I * sizeof(wide_vector)), ...);
}
[[gnu::target("pclmul")]] inline void take_in_128(char* at, std::string_view& text) {
  vector front[8];
  __builtin_memcpy(front, at, sizeof front);
  take_in(front, text, std::make_index_sequence<8>{});
  __builtin_memcpy(at, front, sizeof front);
}
[[gnu::target("avx2,vpclmulqdq")]] inline void take_in_256(char* at, std::string_view& text) {
  wide_vector front[8];
  __builtin_memcpy(front, at, sizeof front);
  take_in(front, text, std::make_index_sequence<8>{});
  __builtin_memcpy(at, front, sizeof front);
}

// The first block takes in the other ones of the front, and then whole ones of the text.
[[gnu::target("pclmul")]] inline void take_in_16(char* at, std::size_t size, std::string_view& text) {
  vector first;
  __builtin_memcpy(&first, at, sizeof first);
  for (std::size_t from = sizeof first; from != size; from += sizeof first) move<sizeof first>(first, at + from);
  for (; text.size() >= sizeof first; text.remove_prefix(sizeof first)) move<sizeof first>(first, text.data());
  __builtin_memcpy(at, &first, sizeof first);
}

// Goes on from a value() with what it takes off the text: nothing, or all but less than 16 bytes. Tables is a CRC-64
// for the last step.
template <class Tables>
std::uint64_t fold(std::uint64_t value, std::string_view& text) {
  if (!__builtin_cpu_supports("pclmul")) return value;
  const bool wide = text.size() >= 1024 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("vpclmulqdq");
  const std::size_t size = wide ? 256 : text.size() >= 256 ? 128 : 16;
  char front[256];
  __builtin_memcpy(front, text.data(), size);
  text.remove_prefix(size);
  std::uint64_t sum;
  __builtin_memcpy(&sum, front, sizeof sum);
  sum ^= ~value;
  __builtin_memcpy(front, &sum, sizeof sum);
  if (size == 256) take_in_256(front, text);
  if (size == 128) take_in_128(front, text);
  take_in_16(front, size, text);
  Tables out{~std::uint64_t{0}};
  out.append({front, 16});
  return out.value();
}

#else

inline constexpr std::size_t worthwhile = std::string_view::npos;

template <class Tables>
constexpr std::uint64_t fold(std::uint64_t value, std::string_view&) {
  return value;
}

#endif

}  // namespace upcall::detail::crc64_folding
