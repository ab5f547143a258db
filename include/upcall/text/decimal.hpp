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

template <sink S>
constexpr void write_decimal(S& to, std::uint64_t value) {
  char digits[20]{};  // 2^64 - 1 has twenty
  std::size_t first = 20;
  do {
    digits[--first] = static_cast<char>('0' + value % 10);
    value /= 10;
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
    if (value > (most - digit) / 10) return {};
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace upcall
