// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// Letters here are those of ASCII alone, whatever the locale: names of HTTP fields and of the service are.
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Blank, tab, CR, LF: what XML and JSON call white space.
[[gnu::always_inline]] constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i != a.size(); ++i) {
    if (to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}

// The text without the blanks, tabs, CRs and LFs at both ends.
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

template <sink S>
constexpr void write_lower(S& to, std::string_view text) {
  for (char c : text) to.put(to_lower(c));
}

// Which word of a list a word is, in any case; -1 when it is none. The list has a blank before and after each.
constexpr int word_index(std::string_view list, std::string_view word) {
  list = part(list, 1);
  for (int index = 0; !list.empty(); ++index) {
    const std::size_t length = list.find(' ');
    if (equal_ignoring_case(part(list, 0, length), word)) return index;
    list = part(list, length + 1);
  }
  return -1;
}
constexpr bool is_word_of(std::string_view list, std::string_view word) { return word_index(list, word) >= 0; }

}  // namespace upcall
