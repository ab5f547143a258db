// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <upcall/testing/written.hpp>
#include <upcall/text/json_reader.hpp>
#include <upcall/text/json_syntax.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// A JSON value as a tree, for texts that are small and read once.
struct json_value {
  std::string name = {};  // of a member of an object
  // begin_object, begin_array, text, number, boolean or null.
  json_token kind = json_token::null;
  std::string text = {};                 // of a text what it means, of a number and a boolean as it stands
  std::vector<json_value> members = {};  // of an object or an array

  bool is(json_token what) const { return kind == what; }
  // The last member of this name, or null.
  const json_value& operator[](std::string_view wanted) const {
    static const json_value none;
    for (auto each = members.rbegin(); each != members.rend(); ++each) {
      if (each->name == wanted) return *each;
    }
    return none;
  }
};

namespace detail {

// Reads the value that begins with this token. The reader limits the depth.
inline std::optional<json_value> read_json_value(json_reader& from, json_token first) {
  json_value out{.kind = first};
  if (first == json_token::number || first == json_token::boolean) out.text = from.raw();
  string_writer text;
  if (first == json_token::text && !read_json_text(from.raw(), text)) return {};
  if (first == json_token::text) out.text = std::move(text.text);
  if (first == json_token::error || first == json_token::end) return {};
  if (first != json_token::begin_object && first != json_token::begin_array) return out;
  for (json_token next = from.next(); next != json_token::end_object && next != json_token::end_array;
       next = from.next()) {
    string_writer name;
    if (next == json_token::name) {
      if (!read_json_text(from.raw(), name)) return {};
      next = from.next();
    }
    auto value = read_json_value(from, next);
    if (!value) return {};
    value->name = std::move(name.text);
    out.members.push_back(std::move(*value));
  }
  return out;
}

}  // namespace detail

// Nothing when it is no JSON.
inline std::optional<json_value> read_json(std::string_view text) {
  json_reader reader{text};
  auto out = detail::read_json_value(reader, reader.next());
  if (!out || reader.next() != json_token::end) return {};
  return out;
}

}  // namespace upcall::testing
