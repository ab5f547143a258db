// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/text/hex.hpp>
#include <upcall/text/json_reader.hpp>
#include <upcall/text/sink.hpp>
#include <upcall/text/utf8.hpp>

namespace upcall {

namespace detail {

constexpr bool reads_to_the_end(json_reader reader) {
  for (;;) {
    const json_token token = reader.next();
    if (token == json_token::end || token == json_token::error) return token == json_token::end;
  }
}

// The number of a \u escape at the start of a text, or -1.
constexpr int json_code_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return -1;
  int unit = 0;
  for (std::size_t i = 2; i != 6; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

}  // namespace detail

// Whether a whole text is one JSON value (RFC 8259), at most 64 levels deep; a byte order mark is no part of JSON.
constexpr bool is_json(std::string_view text) { return detail::reads_to_the_end(json_reader{text}); }

// The same of a template: a bare ${name} may stand where a value may; inside strings ${name} is just text.
constexpr bool is_json_template(std::string_view text) {
  return detail::reads_to_the_end(json_reader{text, json_reader::grammar::json_template});
}

// Writes what a JSON string, given without its quotes, means. False where an escape is none, or is half of a surrogate
// pair, which UTF-8 has no form for; what came before it is written then.
template <sink S>
constexpr bool read_json_text(std::string_view raw, S& to) {
  constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
  while (!raw.empty()) {
    if (raw[0] != '\\') {
      to.put(raw[0]);
      raw.remove_prefix(1);
      continue;
    }
    const std::size_t letter = raw.size() > 1 ? letters.find(raw[1]) : letters.npos;
    if (letter != letters.npos) {
      to.put(meanings[letter]);
      raw.remove_prefix(2);
      continue;
    }
    int point = detail::json_code_unit(raw);
    if (point < 0) return false;
    raw.remove_prefix(6);
    if (point >= 0xd800 && point < 0xe000) {
      const int low = detail::json_code_unit(raw);
      if (point >= 0xdc00 || low < 0xdc00 || low >= 0xe000) return false;
      raw.remove_prefix(6);
      point = 0x10000 + (point - 0xd800) * 0x400 + (low - 0xdc00);
    }
    write_utf8(to, static_cast<char32_t>(point));
  }
  return true;
}

}  // namespace upcall
