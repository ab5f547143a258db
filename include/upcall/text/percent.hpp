// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/text/hex.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// What a URL may contain as it is, wherever it stands (RFC 3986 §2.3).
constexpr bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

// Percent-encodes what is put in, all but the unreserved characters, with upper-case digits as signatures want them.
template <sink S>
class percent_writer {
 public:
  constexpr explicit percent_writer(S& to) : to_(to) {}

  constexpr void put(char c) {
    if (!is_unreserved(c)) {
      const auto byte = static_cast<unsigned char>(c);
      to_.put('%');
      to_.put(hex_digit(byte >> 4, 'A'));
      c = hex_digit(byte & 15u, 'A');
    }
    to_.put(c);
  }

 private:
  S& to_;
};

template <sink S>
constexpr void write_percent(S& to, std::string_view text) {
  percent_writer<S> writer{to};
  write(writer, text);
}

// A path: slashes stay.
template <sink S>
constexpr void write_path(S& to, std::string_view path) {
  percent_writer<S> writer{to};
  for (char c : path) c == '/' ? to.put(c) : writer.put(c);
}

// A name or value of application/x-www-form-urlencoded: a blank is a plus.
template <sink S>
constexpr void write_form(S& to, std::string_view text) {
  percent_writer<S> writer{to};
  for (char c : text) c == ' ' ? to.put('+') : writer.put(c);
}

// Decodes %XX; what is no such sequence stays as it is, and so does a plus unless it stands for a blank.
template <sink S>
constexpr void read_percent(std::string_view text, S& to, bool plus_is_blank = false) {
  for (std::size_t i = 0; i != text.size(); ++i) {
    if (text[i] == '%' && text.size() - i > 2 && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      to.put(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
      i += 2;
    } else {
      to.put(plus_is_blank && text[i] == '+' ? ' ' : text[i]);
    }
  }
}

template <sink S>
constexpr void read_form(std::string_view text, S& to) {
  read_percent(text, to, true);
}

// Compares two texts by the bytes of their percent-encoded forms, which need not exist: signature V4 sorts so. What is
// encoded starts with '%', which is below every unreserved character.
constexpr int compare_percent_encoded(std::string_view a, std::string_view b) {
  for (std::size_t i = 0;; ++i) {
    if (i == a.size() || i == b.size()) return (i == b.size()) - (i == a.size());
    if (a[i] == b[i]) continue;
    const bool plain = is_unreserved(a[i]);
    if (plain != is_unreserved(b[i])) return plain ? 1 : -1;
    return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[i]) ? -1 : 1;
  }
}

}  // namespace upcall
