// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/crypto/crc64_blocks.hpp>
#include <upcall/crypto/crc64_width.hpp>
#include <utility>

// Takes the front of a text into a CRC-64 by folding: a block is moved onto one that stands further on, and the
// checksum stays what it was. ("Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009.)
namespace upcall::detail::crc64_folding {

inline constexpr std::size_t block = 16;

#if defined(__x86_64__)

// Shorter texts are as fast by the tables.
inline constexpr std::size_t worthwhile = 256;

// The vectors at the front of a text take in as many bytes as there are, again and again: the products of one do not
// wait for those of another. What is left of the text is shorter than they are.
template <std::size_t... I>
[[gnu::target("pclmul")]] void take_in_128(char* at, std::string_view& text, std::index_sequence<I...>) {
  vector front[sizeof...(I)];
  __builtin_memcpy(front, at, sizeof front);
  for (; text.size() >= sizeof front; text.remove_prefix(sizeof front))
    (move<sizeof front>(front[I], text.data() + I * sizeof front[I]), ...);
  __builtin_memcpy(at, front, sizeof front);
}
template <std::size_t... I>
[[gnu::target("avx2,vpclmulqdq")]] void take_in_256(char* at, std::string_view& text, std::index_sequence<I...>) {
  vector_256 front[sizeof...(I)];
  __builtin_memcpy(front, at, sizeof front);
  for (; text.size() >= sizeof front; text.remove_prefix(sizeof front))
    (move<sizeof front>(front[I], text.data() + I * sizeof front[I]), ...);
  __builtin_memcpy(at, front, sizeof front);
}
template <std::size_t... I>
[[gnu::target("avx512f,vpclmulqdq")]] void take_in_512(char* at, std::string_view& text, std::index_sequence<I...>) {
  vector_512 front[sizeof...(I)];
  __builtin_memcpy(front, at, sizeof front);
  for (; text.size() >= sizeof front; text.remove_prefix(sizeof front))
    (move<sizeof front>(front[I], text.data() + I * sizeof front[I]), ...);
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

// Goes on from a value() with all whole blocks of a text, which is worthwhile. Tables is a CRC-64 for the last step.
template <class Tables>
std::uint64_t fold(std::uint64_t value, std::string_view text, unsigned width) {
  const std::size_t size = text.size() >= 1024 && width > 128 ? 256 : 128;
  char front[256];
  __builtin_memcpy(front, text.data(), size);
  text.remove_prefix(size);
  std::uint64_t sum;
  __builtin_memcpy(&sum, front, sizeof sum);
  sum ^= ~value;
  __builtin_memcpy(front, &sum, sizeof sum);
  if (size == 128) take_in_128(front, text, std::make_index_sequence<8>{});
  if (size == 256 && width == 256) take_in_256(front, text, std::make_index_sequence<8>{});
  if (size == 256 && width == 512) take_in_512(front, text, std::make_index_sequence<4>{});
  take_in_16(front, size, text);
  Tables out{~std::uint64_t{0}};
  out.append({front, 16});
  return out.value();
}

#else

inline constexpr std::size_t worthwhile = std::string_view::npos;

template <class Tables>
constexpr std::uint64_t fold(std::uint64_t value, std::string_view, unsigned) {
  return value;
}

#endif

}  // namespace upcall::detail::crc64_folding
