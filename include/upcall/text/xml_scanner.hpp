// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/sink.hpp>
#include <upcall/text/xml_references.hpp>

namespace upcall::detail {

// Takes what XML is written with off the front of a text. A function that returns false may have taken a part.
struct xml_scanner {
  constexpr bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  constexpr bool take_until(std::string_view mark, std::string_view& taken) {
    const std::size_t at = rest_.find(mark);
    if (at == rest_.npos) return false;
    taken = part(rest_, 0, at);
    rest_.remove_prefix(at + mark.size());
    return true;
  }
  constexpr bool pass_blanks() {
    const std::size_t before = rest_.size();
    while (!rest_.empty() && is_blank(rest_[0])) rest_.remove_prefix(1);
    return rest_.size() != before;
  }
  // Beyond ASCII every letter counts as one of a name.
  constexpr std::string_view take_name() {
    std::size_t length = 0;
    for (; length < rest_.size(); ++length) {
      const char c = rest_[length], lower = to_lower(c);
      if ((lower >= 'a' && lower <= 'z') || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80) continue;
      if (length == 0 || (!is_digit(c) && c != '-' && c != '.')) break;
    }
    const std::string_view name = part(rest_, 0, length);
    rest_.remove_prefix(length);
    return name;
  }
  constexpr bool take_attribute(std::string_view& name, std::string_view& value) {
    name = take_name();
    pass_blanks();
    if (name.empty() || !take("="sv)) return false;
    pass_blanks();
    const std::string_view quote = part(rest_, 0, 1);
    if ((quote != "\""sv && quote != "'"sv) || !take(quote) || !take_until(quote, value)) return false;
    length_counter nowhere;
    return value.find('<') == value.npos && read_xml_text(value, nowhere, false);
  }

  // <?xml version="1.0" encoding="UTF-8"?>: the version first; other encodings are refused.
  constexpr bool pass_declaration() {
    if (!rest_.starts_with("<?xml"sv) || rest_.size() == 5 || !is_blank(rest_[5])) return true;
    rest_.remove_prefix(5);
    bool version_given = false;
    for (;;) {
      const bool apart = pass_blanks();
      if (take("?>"sv)) return version_given;
      std::string_view name, value;
      if (!apart || !take_attribute(name, value) || version_given == (name == "version"sv)) return false;
      const bool encoding = name == "encoding"sv;
      if (version_given && !encoding && name != "standalone"sv) return false;
      if (encoding && !equal_ignoring_case(value, "UTF-8"sv)) return false;
      version_given = true;
    }
  }
  constexpr bool pass_instruction() {
    const std::string_view target = take_name();
    const bool apart = pass_blanks();
    std::string_view rest;
    if (target.empty() || equal_ignoring_case(target, "xml"sv)) return false;
    return take_until("?>"sv, rest) && (apart || rest.empty());
  }

  std::string_view rest_;
};

}  // namespace upcall::detail
