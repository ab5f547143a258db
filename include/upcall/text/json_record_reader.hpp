// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/record.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/json_reader.hpp>
#include <upcall/text/json_syntax.hpp>

namespace upcall {

namespace detail {

// A sink that compares what is put in with a text.
struct text_comparison {
  std::string_view left;
  bool same = true;

  constexpr void put(char c) {
    same = same && left.starts_with(c);
    if (same) left.remove_prefix(1);
  }
};

// Whether a name means this, however it was escaped: "k\u0065y" is key (RFC 8259 §8.3).
constexpr bool is_json_name(std::string_view raw, std::string_view name) {
  text_comparison meaning{name};
  return read_json_text(raw, meaning) && meaning.same && meaning.left.empty();
}

// Each reads the value that begins with this token, to its end.

template <std::size_t N>
constexpr bool read_json_member(json_reader& reader, json_token first, inline_string<N>& to) {
  to.clear();
  return first == json_token::text && read_json_text(reader.raw(), to) && !to.cut();
}

constexpr bool read_json_member(json_reader& reader, json_token first, bool& to) {
  to = reader.raw() == "true";
  return first == json_token::boolean;
}

// All 64 bits of it; no fraction, no exponent.
template <std::integral Number>
constexpr bool read_json_member(json_reader& reader, json_token first, Number& to) {
  std::string_view digits = reader.raw();
  if (first != json_token::number) return false;
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  const auto value = read_decimal(digits);
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<Number>::max());
  constexpr std::uint64_t least = std::signed_integral<Number> ? most + 1 : 0;  // below zero
  if (!value || *value > (negative ? least : most)) return false;
  to = static_cast<Number>(negative ? 0 - *value : *value);
  return true;
}

template <record R>
constexpr bool read_json_member(json_reader& reader, json_token first, R& to);

template <class T>
constexpr bool read_json_member(json_reader& reader, json_token first, std::optional<T>& to) {
  to.reset();
  return first == json_token::null || read_json_member(reader, first, to.emplace());
}

constexpr bool pass_json_value(json_reader& reader, json_token first) {
  if (first == json_token::begin_object || first == json_token::begin_array) {
    for (const unsigned inside = reader.depth(); reader.depth() >= inside;) {
      if (reader.next() == json_token::error) return false;
    }
  }
  return first != json_token::error;
}

template <record R>
constexpr bool read_json_member(json_reader& reader, json_token first, R& to) {
  if (first != json_token::begin_object) return false;
  for (;;) {
    const json_token token = reader.next();
    if (token != json_token::name) return token == json_token::end_object;
    const std::string_view wanted = reader.raw();
    const json_token value = reader.next();
    bool known = false, right = true;
    for_each_member(to, [&](std::string_view name, auto& member) {
      if (known || !is_json_name(wanted, name)) return;
      known = true;
      right = read_json_member(reader, value, member);
    });
    if (!known) right = pass_json_value(reader, value);
    if (!right) return false;
  }
}

}  // namespace detail

// Reads a whole JSON object into a record, whose members are texts, booleans, integers, optional ones (null), or such
// records. A member that is not there stays as it is; one that the record does not have is passed over. False when it
// is no JSON, or has what a member cannot take.
template <record R>
constexpr bool read_json(std::string_view text, R& to) {
  json_reader reader{text};
  return detail::read_json_member(reader, reader.next(), to) && reader.next() == json_token::end;
}

}  // namespace upcall
