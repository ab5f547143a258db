// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/sink.hpp>
#include <upcall/text/utf8.hpp>

namespace upcall::detail {

// What XML 1.0 §2.2 lets a document contain.
constexpr bool is_xml_character(char32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return point < 0xd800 || (point >= 0xe000 && point < 0xfffe) || (point >= 0x10000 && point <= 0x10ffff);
}

// Whether a text is UTF-8 and has none but such characters.
constexpr bool is_xml_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    if (length == 1 && !is_xml_character(static_cast<unsigned char>(text[0]))) return false;
    if (text.starts_with("\xef\xbf\xbe"sv) || text.starts_with("\xef\xbf\xbf"sv)) return false;  // U+FFFE, U+FFFF
    text.remove_prefix(length);
  }
  return true;
}

// What a reference stands for, given without & and ;. 0 when it is none of the five and no number of a character.
constexpr char32_t xml_reference(std::string_view name) {
  if (name == "lt"sv) return '<';
  if (name == "gt"sv) return '>';
  if (name == "amp"sv) return '&';
  if (name == "quot"sv) return '"';
  if (name == "apos"sv) return '\'';
  if (!name.starts_with('#')) return 0;
  const int base = name.starts_with("#x"sv) ? 16 : 10;
  name.remove_prefix(base == 16 ? 2 : 1);
  char32_t point = 0;
  for (char c : name) {
    const int digit = hex_value(c);
    if (digit < 0 || digit >= base || point > 0x10ffff) return 0;
    point = point * static_cast<char32_t>(base) + static_cast<char32_t>(digit);
  }
  return is_xml_character(point) ? point : 0;
}

// Writes what text between tags, or an attribute's value, means: references decoded, CR LF and CR as LF. False where an
// & begins no reference. In a CDATA section an & is only that.
template <sink S>
constexpr bool read_xml_text(std::string_view raw, S& to, bool cdata) {
  for (std::size_t i = 0; i != raw.size(); ++i) {
    if (raw[i] == '&' && !cdata) {
      const std::size_t end = raw.find(';', i);
      const char32_t point = end == raw.npos ? 0 : xml_reference(part(raw, i + 1, end - i - 1));
      if (point == 0) return false;
      write_utf8(to, point);
      i = end;
    } else if (raw[i] == '\r') {
      if (part(raw, i + 1, 1) != "\n"sv) to.put('\n');
    } else {
      to.put(raw[i]);
    }
  }
  return true;
}

}  // namespace upcall::detail
