// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <concepts>
#include <upcall/core/inline_string.hpp>

using namespace upcall;

namespace {

template <std::size_t Capacity>
constexpr inline_string<Capacity> trimmed(std::string_view text) {
  inline_string<Capacity> out{text};
  out.trim();
  return out;
}

}  // namespace

static_assert(std::convertible_to<std::string_view, inline_string<4>> &&
              std::convertible_to<inline_string<4>, std::string_view>);
static_assert(inline_string<4>{}.empty() && inline_string<4>{}.view() == "" && inline_string<4>::capacity() == 4);
static_assert(inline_string<4>{"abcd"} == "abcd" && !inline_string<4>{"abcd"}.cut() &&
              inline_string<4>{"abcd"}.size() == 4);
static_assert(inline_string<4>{"abcde"} == "abcd" && inline_string<4>{"abcde"}.cut());
static_assert(trimmed<16>(" \t\r\n a b \n") == "a b" && trimmed<16>("ab") == "ab" && trimmed<16>(" \n ").empty() &&
              trimmed<16>("").empty());
static_assert(trimmed<4>("  abcd").cut(), "what was left out stays remembered");

TEST_CASE("a text fills up, remembers what was left out, and starts again when cleared") {
  inline_string<3> text;
  text.put('a');
  text.append("bc");
  CHECK_FALSE(text.cut());
  text.append("");
  CHECK_FALSE(text.cut());
  text.put('d');
  CHECK(text.cut());
  CHECK(text.view() == "abc");
  text.clear();
  CHECK(text.empty());
  CHECK_FALSE(text.cut());
  text.append("xyz");
  CHECK(text == "xyz");
}

TEST_CASE("a copy is a text of its own") {
  inline_string<8> one{"one"};
  inline_string<8> other = one;
  other.append("!");
  CHECK(one == "one");
  CHECK(other == "one!");
}
