// SPDX-License-Identifier: Apache-2.0
// A text of any bytes, as json_reader and nlohmann's parser understand it: both take it or both refuse it, with the
// same values in the same order, and read_json() makes of it what the values say; or there is one of the reasons below.
// A template is JSON where each ${name} outside of strings is a value.
#include "judge.hpp"
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/record.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/json_reader.hpp>
#include <upcall/text/json_record_reader.hpp>
#include <upcall/text/json_syntax.hpp>
#include <vector>

using fuzzed::must;

namespace fuzzed {

struct inner_record {
  upcall::inline_string<8> text = {};
  std::optional<bool> accepted = {};
};
struct outer_record {
  upcall::inline_string<8> key = {};
  std::uint64_t size = 0;
  std::int64_t offset = 0;
  std::uint8_t small = 0;
  bool whole = false;
  std::optional<int> part = {};
  std::optional<inner_record> inner = {};
};

}  // namespace fuzzed

UPCALL_RECORD(fuzzed::inner_record, text, accepted);
UPCALL_RECORD(fuzzed::outer_record, key, size, offset, small, whole, part, inner);

namespace {

fuzzed::known_difference depth{"only nlohmann's takes more than 64 levels"},
    mark{"only nlohmann's takes a byte order mark"}, terminator{"nlohmann's takes a NUL for the end"},
    surrogate{"ours takes half of a surrogate pair, which read_json_text() refuses"},
    too_large{"only ours takes a number beyond the range of a double"};

// A value as nlohmann's parser tells it, each member of its objects.
struct value {
  enum class kind : unsigned char { object, array, text, integer, other_number, boolean, null };

  std::string name = {};
  kind what = kind::null;
  std::string text = {};  // of a number, which is no integer or too large for one, as it stands
  bool negative = false, yes = false;
  std::uint64_t amount = 0;
  std::vector<value> inside = {};
};

// The tree, and the values in the order in which they come.
struct their_tree : nlohmann::json_sax<nlohmann::json> {
  value top = {};
  std::string events = {}, next_name = {};
  std::size_t deepest = 0;
  std::vector<value*> open = {&top};

  bool add(value&& one, char sign, std::string_view told = {}) {
    say(sign, told);
    one.name = std::move(next_name);
    next_name.clear();
    open.back()->inside.push_back(std::move(one));
    return true;
  }
  void say(char sign, std::string_view told) {
    ((events += sign) += std::to_string(told.size())) += ' ';
    events += told;
  }
  bool enter(value::kind what, char sign) {
    add({.what = what}, sign);
    open.push_back(&open.back()->inside.back());
    deepest = std::max(deepest, open.size() - 1);
    return true;
  }
  bool leave(char sign) {
    say(sign, {});
    open.pop_back();
    return true;
  }

  bool null() override { return add({.what = value::kind::null}, '0'); }
  bool boolean(bool yes) override { return add({.what = value::kind::boolean, .yes = yes}, yes ? 't' : 'f'); }
  bool number_integer(std::int64_t number) override {
    const std::uint64_t amount =
        number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    return add({.what = value::kind::integer, .negative = true, .amount = amount}, 'i', std::to_string(number));
  }
  bool number_unsigned(std::uint64_t number) override {
    return add({.what = value::kind::integer, .amount = number}, 'i', std::to_string(number));
  }
  bool number_float(double, const std::string& text) override {
    return add({.what = value::kind::other_number, .text = text}, 'd', text);
  }
  bool string(std::string& text) override { return add({.what = value::kind::text, .text = text}, '"', text); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return enter(value::kind::object, '{'); }
  bool key(std::string& name) override {
    say('k', name);
    next_name = name;
    return true;
  }
  bool end_object() override { return leave('}'); }
  bool start_array(std::size_t) override { return enter(value::kind::array, '['); }
  bool end_array() override { return leave(']'); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }
};

struct our_events {
  bool whole = false, half_a_pair = false, beyond_double = false;
  std::string events = {};

  void say(char sign, std::string_view told = {}) {
    ((events += sign) += std::to_string(told.size())) += ' ';
    events += told;
  }
  void text(char sign, std::string_view raw) {
    upcall::testing::string_writer to;
    if (!upcall::read_json_text(raw, to)) half_a_pair = true;
    say(sign, to.text);
  }
  // An integer that fits into 64 bits is told as its value: 0 for -0.
  void number(std::string_view raw) {
    const std::string text{raw};
    if (!std::isfinite(std::strtod(text.c_str(), nullptr))) beyond_double = true;
    errno = 0;
    if (text.find_first_of(".eE") == text.npos) {
      if (text[0] == '-') {
        const long long number = std::strtoll(text.c_str(), nullptr, 10);
        if (errno == 0) return say('i', std::to_string(number));
      } else {
        const unsigned long long number = std::strtoull(text.c_str(), nullptr, 10);
        if (errno == 0) return say('i', std::to_string(number));
      }
    }
    say('d', text);
  }

  explicit our_events(std::string_view bytes) {
    using token = upcall::json_token;
    upcall::json_reader reader{bytes};
    for (;;) {
      switch (reader.next()) {
        case token::begin_object: say('{'); break;
        case token::end_object: say('}'); break;
        case token::begin_array: say('['); break;
        case token::end_array: say(']'); break;
        case token::name: text('k', reader.raw()); break;
        case token::text: text('"', reader.raw()); break;
        case token::number: number(reader.raw()); break;
        case token::boolean: say(reader.raw() == "true" ? 't' : 'f'); break;
        case token::null: say('0'); break;
        case token::variable: must(false, "a variable outside of a template"); break;
        case token::end: whole = true; return;
        case token::error: must(reader.next() == token::error, "a token follows an error"); return;
      }
    }
  }
};

// What a record takes from an object, off nlohmann's tree. Of two members of a name the later one counts; one that does
// not fit is a fault in any case.
struct taken {
  bool right = true;

  template <class Number>
  void number(const value& from, Number& to) {
    using limits = std::numeric_limits<Number>;
    right = right && from.what == value::kind::integer &&
            (!from.negative || from.amount == 0 ? from.amount <= static_cast<std::uint64_t>(limits::max())
             : limits::is_signed                ? from.amount <= static_cast<std::uint64_t>(limits::max()) + 1
                                                : false);
    if (right) to = static_cast<Number>(from.negative ? 0 - from.amount : from.amount);
  }
  template <std::size_t N>
  void text(const value& from, upcall::inline_string<N>& to) {
    right = right && from.what == value::kind::text && from.text.size() <= N;
    to.assign(from.text);
  }
  void boolean(const value& from, bool& to) {
    right = right && from.what == value::kind::boolean;
    to = from.yes;
  }
  template <class T>
  bool is_null(const value& from, std::optional<T>& to) {
    to.reset();
    if (from.what == value::kind::null) return true;
    to.emplace();
    return false;
  }
  void inner(const value& from, fuzzed::inner_record& to) {
    right = right && from.what == value::kind::object;
    for (const value& each : from.inside) {
      if (each.name == "text") text(each, to.text);
      if (each.name == "accepted" && !is_null(each, to.accepted)) boolean(each, *to.accepted);
    }
  }
  void outer(const value& from, fuzzed::outer_record& to) {
    right = right && from.what == value::kind::object;
    for (const value& each : from.inside) {
      if (each.name == "key") text(each, to.key);
      if (each.name == "size") number(each, to.size);
      if (each.name == "offset") number(each, to.offset);
      if (each.name == "small") number(each, to.small);
      if (each.name == "whole") boolean(each, to.whole);
      if (each.name == "part" && !is_null(each, to.part)) number(each, *to.part);
      if (each.name == "inner" && !is_null(each, to.inner)) inner(each, *to.inner);
    }
  }
};

bool same(const fuzzed::outer_record& a, const fuzzed::outer_record& b) {
  return a.key == b.key.view() && a.size == b.size && a.offset == b.offset && a.small == b.small &&
         a.whole == b.whole && a.part == b.part && a.inner.has_value() == b.inner.has_value() &&
         (!a.inner || (a.inner->text == b.inner->text.view() && a.inner->accepted == b.inner->accepted));
}

void compare_records(std::string_view bytes, const value& theirs) {
  fuzzed::outer_record read, expected;
  taken it;
  it.outer(theirs, expected);
  must(upcall::read_json(bytes, read) == it.right, "a record is taken by one only");
  if (it.right) must(same(read, expected), "another record");
}

std::optional<their_tree> read_theirs(std::string_view bytes) {
  their_tree out;
  if (!nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &out)) return {};
  return out;
}

// With 0 in the place of each ${name} that stands outside of strings; nothing where one is none.
std::optional<std::string> filled_in(std::string_view bytes) {
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i != bytes.size(); ++i) {
    const char c = bytes[i];
    if (inside && c == '\\' && i + 1 != bytes.size()) {
      (out += c) += bytes[++i];
      continue;
    }
    if (c == '"') inside = !inside;
    if (inside || c != '$') {
      out += c;
      continue;
    }
    std::size_t end = i + 2;
    while (end < bytes.size() && bytes[end] > ' ' && bytes[end] < '\x7f' &&
           std::string_view{"}\"\\${"}.find(bytes[end]) == std::string_view::npos)
      ++end;
    if (i + 2 >= bytes.size() || bytes[i + 1] != '{' || end == i + 2 || end == bytes.size() || bytes[end] != '}')
      return {};
    out += " 0 ";
    i = end;
  }
  return out;
}

void compare(std::string_view bytes) {
  const our_events ours{bytes};
  must(upcall::is_json(bytes) == ours.whole, "is_json() and the reader differ");
  const auto filled = filled_in(bytes);
  must(upcall::is_json_template(bytes) == (filled && upcall::is_json(*filled)), "a template and what it is filled to");
  if (terminator(bytes.find('\0') != bytes.npos)) return must(!ours.whole, "a NUL was taken");
  if (mark(bytes.starts_with("\xef\xbb\xbf"))) return must(!ours.whole, "a byte order mark was taken");
  const auto theirs = read_theirs(bytes);
  if (theirs && ours.whole) {
    must(ours.events == theirs->events, "other values");
    compare_records(bytes, theirs->top.inside[0]);
  } else if (theirs) {
    must(depth(theirs->deepest > 64), "only nlohmann's takes it");
  } else if (ours.whole) {
    const bool half = surrogate(ours.half_a_pair), large = too_large(ours.beyond_double);
    must(half || large, "only ours takes it");
  } else {
    fuzzed::outer_record nowhere;
    must(!upcall::read_json(bytes, nowhere), "what is no JSON was read");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes{reinterpret_cast<const char*>(data), size};
  compare(bytes);
  // Every third input has one; without it they are worth as much as others.
  if (bytes.find('\0') != bytes.npos) {
    std::replace(bytes.begin(), bytes.end(), '\0', ' ');
    compare(bytes);
  }
  return 0;
}
