// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <upcall/core/function_ref.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/record.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/xml_reader.hpp>

namespace upcall {

// A member of a record whose element may come any number of times: each one is handed over and forgotten.
template <class Record>
struct each_element {
  function_ref<void(const Record&)> take = {};
};

namespace detail {

// <PartNumber> is the member part_number, <ETag> is etag.
constexpr bool names_member(std::string_view element, std::string_view member) {
  for (char c : member) {
    if (c == '_') continue;
    if (element.empty() || to_lower(element[0]) != c) return false;
    element.remove_prefix(1);
  }
  return element.empty();
}

// The text of a number or a boolean, without the blanks around it. One that does not fit is none.
struct short_text {
  inline_string<20> text = {};  // 2^64 - 1 has twenty digits
  std::size_t blanks = 0;

  constexpr void put(char c) {
    if (!is_blank(c)) {
      for (; blanks != 0; --blanks) text.put(' ');
      text.put(c);
    } else if (!text.empty()) {
      ++blanks;
    }
  }
};

// Goes on to the end of the element whose start was just read; its own text goes into the sink, what is inside further
// elements does not.
template <sink S>
constexpr bool read_element_text(xml_reader& reader, S& to) {
  const std::size_t inside = reader.depth();
  for (;;) {
    const xml_token token = reader.next();
    if (token == xml_token::end || token == xml_token::error) return false;
    if (token == xml_token::close && reader.depth() < inside) return true;
    if (token == xml_token::text && reader.depth() == inside) reader.write_text(to);
  }
}

template <std::size_t N>
constexpr bool read_element(xml_reader& reader, inline_string<N>& to) {
  to.clear();
  return read_element_text(reader, to) && !to.cut();
}

template <std::size_t N>
constexpr bool read_element(xml_reader& reader, std::optional<inline_string<N>>& to) {
  return read_element(reader, to.emplace());
}

// Digits; an empty element is no number.
template <std::unsigned_integral Number>
constexpr bool read_element(xml_reader& reader, std::optional<Number>& to) {
  short_text digits;
  if (!read_element_text(reader, digits)) return false;
  if (digits.text.empty()) return true;
  const auto value = read_decimal(digits.text);
  if (!value || digits.text.cut() || *value > std::numeric_limits<Number>::max()) return false;
  to = static_cast<Number>(*value);
  return true;
}
template <std::unsigned_integral Number>
constexpr bool read_element(xml_reader& reader, Number& to) {
  std::optional<Number> value;
  if (!read_element(reader, value)) return false;
  if (value) to = *value;
  return true;
}

constexpr bool read_element(xml_reader& reader, bool& to) {
  short_text word;
  if (!read_element_text(reader, word)) return false;
  if (word.text.empty()) return true;
  to = equal_ignoring_case(word.text, "true");
  return to || equal_ignoring_case(word.text, "false");
}

template <record R>
constexpr bool read_element(xml_reader& reader, R& to);

template <record R>
constexpr bool read_element(xml_reader& reader, each_element<R>& to) {
  R one{};
  if (!read_element(reader, one)) return false;
  if (to.take) to.take(one);
  return true;
}

template <record R>
constexpr bool read_element(xml_reader& reader, R& to) {
  const std::size_t inside = reader.depth();
  for (;;) {
    const xml_token token = reader.next();
    if (token == xml_token::end || token == xml_token::error) return false;
    if (token == xml_token::close && reader.depth() < inside) return true;
    if (token != xml_token::open) continue;
    const std::string_view element = reader.name();
    bool known = false, right = true;
    for_each_member(to, [&](std::string_view name, auto& member) {
      if (known || !names_member(element, name)) return;
      known = true;
      right = read_element(reader, member);
    });
    length_counter nowhere;
    if (!known) right = read_element_text(reader, nowhere);
    if (!right) return false;
  }
}

}  // namespace detail

// Reads a whole document into a record, whose members are texts, unsigned numbers, booleans, optional texts or numbers,
// records, and each_element. An element that is not there leaves its member as it is; one that the record does not have
// is passed over. False when the document is not whole, has another root, or has what a member cannot take.
template <record R>
constexpr bool read_xml(std::string_view document, std::string_view root, R& to) {
  xml_reader reader{document};
  return reader.next() == xml_token::open && reader.name() == root && detail::read_element(reader, to) &&
         reader.next() == xml_token::end;
}

}  // namespace upcall
