// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/utf8.hpp>

namespace upcall {

enum class json_token : unsigned char {
  begin_object, end_object, begin_array, end_array, name, text, number, boolean, null,
  variable,  // ${name} where a value may stand; in templates only
  end,       // the whole text was JSON
  error,     // it was not; no other token follows
};

// Walks a JSON text (RFC 8259, UTF-8) and checks it on the way. It never recurses; deeper than 64 levels is an error.
class json_reader {
 public:
  enum class grammar : unsigned char { json, json_template };

  constexpr explicit json_reader(std::string_view text, grammar by = grammar::json) : rest_(text), grammar_(by) {}

  constexpr json_token next() {
    skip_blanks();
    token_ = {};
    if (expected_ == expected::more) {
      if (depth_ == 0) return rest_.empty() ? json_token::end : fail();
      if (take(in_object() ? '}' : ']')) return leave();
      if (!take(',')) return fail();
      expected_ = in_object() ? expected::name : expected::value;
      skip_blanks();
    } else if (expected_ == expected::first_name && take('}')) {
      return leave();
    } else if (expected_ == expected::first_value && take(']')) {
      return leave();
    }
    switch (expected_) {
      case expected::first_name:
      case expected::name: return read_name();
      case expected::first_value:
      case expected::value: return read_value();
      default: return fail();
    }
  }

  // The token as it stands in the text; a name or text without its quotes, its escapes still in it.
  constexpr std::string_view raw() const { return token_; }
  // In how many objects and arrays the reader is.
  constexpr unsigned depth() const { return depth_; }

 private:
  enum class expected : unsigned char { value, first_value, name, first_name, more, nothing };

  constexpr json_token fail() {
    expected_ = expected::nothing;
    return json_token::error;
  }
  constexpr bool in_object() const { return (objects_ & 1) != 0; }

  constexpr json_token enter(bool object) {
    if (depth_ == 64) return fail();
    ++depth_;
    objects_ = objects_ << 1 | static_cast<std::uint64_t>(object);
    expected_ = object ? expected::first_name : expected::first_value;
    return object ? json_token::begin_object : json_token::begin_array;
  }
  constexpr json_token leave() {
    const bool object = in_object();
    --depth_;
    objects_ >>= 1;
    expected_ = expected::more;
    return object ? json_token::end_object : json_token::end_array;
  }

  constexpr void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_[0])) rest_.remove_prefix(1);
  }
  constexpr bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  constexpr bool take_word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    token_ = word;
    rest_.remove_prefix(word.size());
    return true;
  }
  constexpr void take_token(std::size_t length) {
    token_ = part(rest_, 0, length);
    rest_.remove_prefix(length);
  }

  constexpr json_token read_name() {
    if (!take('"') || !read_text()) return fail();
    skip_blanks();
    if (!take(':')) return fail();
    expected_ = expected::value;
    return json_token::name;
  }
  constexpr json_token read_value() {
    expected_ = expected::more;
    if (take('{')) return enter(true);
    if (take('[')) return enter(false);
    if (take('"')) return read_text() ? json_token::text : fail();
    if (take_word("true") || take_word("false")) return json_token::boolean;
    if (take_word("null")) return json_token::null;
    if (grammar_ == grammar::json_template && rest_.starts_with("${")) return read_variable() ? json_token::variable : fail();
    return read_number() ? json_token::number : fail();
  }

  constexpr bool read_text() {
    std::size_t i = 0;
    while (i < rest_.size() && rest_[i] != '"') {
      const std::size_t length = rest_[i] == '\\' ? escape_length(i) : detail::utf8_length(part(rest_, i));
      if (length == 0 || static_cast<unsigned char>(rest_[i]) < 0x20) return false;
      i += length;
    }
    if (i == rest_.size()) return false;
    take_token(i);
    return take('"');
  }
  constexpr std::size_t escape_length(std::size_t at) const {
    const std::string_view escape = part(rest_, at, 6);
    if (escape.size() < 2) return 0;
    if (std::string_view{"\"\\/bfnrt"}.find(escape[1]) != escape.npos) return 2;
    if (escape[1] != 'u' || escape.size() != 6) return 0;
    for (std::size_t i = 2; i != 6; ++i) {
      if (hex_value(escape[i]) < 0) return 0;
    }
    return 6;
  }
  constexpr bool read_variable() {
    std::size_t i = 2;
    while (i < rest_.size() && rest_[i] > ' ' && rest_[i] != '\x7f' && std::string_view{"\"\\${}"}.find(rest_[i]) == rest_.npos) ++i;
    if (i == 2 || i == rest_.size() || rest_[i] != '}') return false;
    take_token(i + 1);
    return true;
  }
  constexpr std::size_t digits(std::size_t from) const {
    std::size_t count = 0;
    while (from + count < rest_.size() && is_digit(rest_[from + count])) ++count;
    return count;
  }
  constexpr bool read_number() {
    const std::size_t sign = rest_.starts_with('-') ? 1 : 0;
    std::size_t length = digits(sign);
    if (length == 0 || (length > 1 && rest_[sign] == '0')) return false;
    length += sign;
    if (part(rest_, length).starts_with('.')) {
      const std::size_t fraction = digits(length + 1);
      if (fraction == 0) return false;
      length += 1 + fraction;
    }
    if (length < rest_.size() && to_lower(rest_[length]) == 'e') {
      ++length;
      if (length < rest_.size() && (rest_[length] == '+' || rest_[length] == '-')) ++length;
      const std::size_t exponent = digits(length);
      if (exponent == 0) return false;
      length += exponent;
    }
    take_token(length);
    return true;
  }

  std::string_view rest_, token_{};
  std::uint64_t objects_ = 0;  // a bit for each level, the innermost lowest: 1 is an object
  unsigned depth_ = 0;
  expected expected_ = expected::value;
  grammar grammar_;
};

}  // namespace upcall
