// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/json_lexeme.hpp>

namespace upcall {

enum class json_token : unsigned char {
  begin_object,
  end_object,
  begin_array,
  end_array,
  name,
  text,
  number,
  boolean,
  null,
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
    pass_blanks();
    if (expected_ == expected::more) {
      if (depth_ == 0) return rest_.empty() ? json_token::end : fail();
      if (take(in_object() ? '}' : ']')) return leave();
      if (!take(',')) return fail();
      pass_blanks();
      return in_object() ? read_name() : read_value();
    }
    if (expected_ == expected::first_name) return take('}') ? leave() : read_name();
    if (expected_ == expected::first_value && take(']')) return leave();
    return expected_ == expected::nothing ? fail() : read_value();
  }

  // The token as it stands in the text; a name or text without its quotes, its escapes still in it.
  constexpr std::string_view raw() const { return token_; }
  // In how many objects and arrays the reader is.
  constexpr unsigned depth() const { return depth_; }

 private:
  enum class expected : unsigned char { value, first_value, first_name, more, nothing };

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

  constexpr json_token read_name() {
    if (!take('"') || !take_token(detail::json_text_length(rest_))) return fail();
    take('"');
    pass_blanks();
    if (!take(':')) return fail();
    expected_ = expected::value;
    return json_token::name;
  }
  constexpr json_token read_value() {
    expected_ = expected::more;
    if (take('{')) return enter(true);
    if (take('[')) return enter(false);
    if (take('"')) {
      const bool whole = take_token(detail::json_text_length(rest_));
      return whole && take('"') ? json_token::text : fail();
    }
    if (take_word("true") || take_word("false")) return json_token::boolean;
    if (take_word("null")) return json_token::null;
    if (take_token(detail::json_number_length(rest_))) return json_token::number;
    const bool variable = grammar_ == grammar::json_template && take_token(detail::json_variable_length(rest_));
    return variable ? json_token::variable : fail();
  }

  constexpr void pass_blanks() {
    while (!rest_.empty() && is_blank(rest_[0])) rest_.remove_prefix(1);
  }
  constexpr bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  constexpr bool take_token(std::size_t length) {
    if (length == rest_.npos) return false;
    token_ = part(rest_, 0, length);
    rest_.remove_prefix(length);
    return true;
  }
  constexpr bool take_word(std::string_view word) { return rest_.starts_with(word) && take_token(word.size()); }

  std::string_view rest_, token_{};
  std::uint64_t objects_ = 0;  // a bit for each level, the innermost lowest: 1 is an object
  unsigned depth_ = 0;
  expected expected_ = expected::value;
  grammar grammar_;
};

}  // namespace upcall
