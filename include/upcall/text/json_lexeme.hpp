// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/utf8.hpp>

// How long the thing is that a text starts with; string_view::npos when it is none such. RFC 8259 §6, §7.
namespace upcall::detail {

constexpr std::size_t digits_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) ++length;
  return length;
}

constexpr std::size_t json_number_length(std::string_view text) {
  std::size_t length = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_length(part(text, length));
  if (whole == 0 || (whole > 1 && text[length] == '0')) return text.npos;
  length += whole;
  if (length < text.size() && text[length] == '.') {
    const std::size_t fraction = digits_length(part(text, ++length));
    if (fraction == 0) return text.npos;
    length += fraction;
  }
  if (length < text.size() && to_lower(text[length]) == 'e') {
    ++length;
    if (length < text.size() && (text[length] == '+' || text[length] == '-')) ++length;
    const std::size_t exponent = digits_length(part(text, length));
    if (exponent == 0) return text.npos;
    length += exponent;
  }
  return length;
}

// 0 when there is no escape.
constexpr std::size_t json_escape_length(std::string_view text) {
  if (text.size() < 2) return 0;
  if (text[1] != 'u') return std::string_view{"\"\\/bfnrt"}.find(text[1]) == text.npos ? 0 : 2;
  if (text.size() < 6) return 0;
  for (std::size_t i = 2; i != 6; ++i) {
    if (hex_value(text[i]) < 0) return 0;
  }
  return 6;
}

// The inside of a string, up to its closing quote, which must be there.
constexpr std::size_t json_text_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] != '"') {
    const std::string_view left = part(text, length);
    const std::size_t one = left[0] == '\\' ? json_escape_length(left) : utf8_length(left);
    if (one == 0 || static_cast<unsigned char>(left[0]) < 0x20) return text.npos;
    length += one;
  }
  return length == text.size() ? text.npos : length;
}

// ${name}, all of it.
constexpr std::size_t json_variable_length(std::string_view text) {
  if (!text.starts_with("${")) return text.npos;
  for (std::size_t i = 2; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '}') return i == 2 ? text.npos : i + 1;
    if (c <= ' ' || c >= '\x7f' || c == '"' || c == '\\' || c == '$' || c == '{') break;
  }
  return text.npos;
}

}  // namespace upcall::detail
