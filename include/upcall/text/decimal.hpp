// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <upcall/text/ascii.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

namespace detail {

// Divides by ten and gives what is left, in steps of 32 bits: a device has no instruction for 64, and the function that
// its compiler would call instead is twice as large as a hash. 2^32 is 429,496,729 tens and 6.
constexpr unsigned take_digit(std::uint64_t& value) {
  const auto high = static_cast<std::uint32_t>(value >> 32), low = static_cast<std::uint32_t>(value);
  const std::uint32_t left = high % 10 * 6 + low % 10;
  value = (std::uint64_t{high / 10} << 32) + std::uint64_t{high % 10} * 429'496'729 + low / 10 + left / 10;
  return left % 10;
}

}  // namespace detail

template <sink S>
constexpr void write_decimal(S& to, std::uint64_t value) {
  char digits[20];  // 2^64 - 1 has twenty
  std::size_t first = 20;
  do {
    digits[--first] = static_cast<char>('0' + detail::take_digit(value));
  } while (value != 0);
  write(to, std::string_view{digits + first, 20 - first});
}

// A whole text of digits, with nothing around them, up to 2^64 - 1.
constexpr std::optional<std::uint64_t> read_decimal(std::string_view text) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  if (text.empty()) return {};
  std::uint64_t value = 0;
  for (char c : text) {
    if (!is_digit(c)) return {};
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > most / 10 || (value == most / 10 && digit > most % 10)) return {};
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace upcall
