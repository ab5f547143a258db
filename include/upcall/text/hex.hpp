// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/text/sink.hpp>

namespace upcall {

// Four bits as a digit, with 'a' or 'A' for ten.
constexpr char hex_digit(unsigned value, char ten = 'a') {
  return static_cast<char>(value < 10 ? '0' + static_cast<int>(value) : ten + static_cast<int>(value) - 10);
}

// The four bits of a digit of either case, or -1.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Lower case, two digits a byte, of any range of bytes: a digest, a text.
template <sink S, class Bytes>
constexpr void write_hex(S& to, const Bytes& bytes) {
  for (const auto each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    to.put(hex_digit(byte >> 4));
    to.put(hex_digit(byte & 15u));
  }
}

// Writes the bytes that the digits (of either case) stand for. False, and nothing written, for anything else.
template <sink S>
constexpr bool read_hex(std::string_view text, S& to) {
  if (text.size() % 2 != 0) return false;
  for (char c : text) {
    if (hex_value(c) < 0) return false;
  }
  for (std::size_t i = 0; i != text.size(); i += 2)
    to.put(static_cast<char>(hex_value(text[i]) * 16 + hex_value(text[i + 1])));
  return true;
}

}  // namespace upcall
