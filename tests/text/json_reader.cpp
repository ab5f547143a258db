// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <string>
#include <upcall/text/json_reader.hpp>

using namespace upcall;

namespace {

// The tokens of a text: a letter for each, with the raw text of those that have one.
constexpr auto tokens(std::string_view text, json_reader::grammar by = json_reader::grammar::json) {
  return written<512>([&](auto& to) {
    json_reader reader{text, by};
    for (;;) {
      const json_token token = reader.next();
      constexpr std::string_view letters = "{}[]ntdb0v.!";
      to.put(letters[static_cast<std::size_t>(token)]);
      if (token >= json_token::name && token <= json_token::variable) {
        to.append(reader.raw());
        to.put(' ');
      }
      if (token == json_token::end || token == json_token::error) return;
    }
  });
}

}  // namespace

static_assert(tokens(R"({"a":1,"b":[true,false,null,"x"],"c":{}})") == "{na d1 nb [btrue bfalse 0null tx ]nc {}}.");
static_assert(tokens(" [ ] ") == "[]." && tokens("\t\"\"\r\n") == "t ." && tokens("-0.5e+10") == "d-0.5e+10 .");
static_assert(tokens(R"(["a\"b","\u4e2d\\"])") == R"([ta\"b t\u4e2d\\ ].)", "raw: the escapes are still there");
static_assert(tokens("[1 2]") == "[d1 !" && tokens("{\"a\" 1}") == "{!" && tokens("") == "!");
static_assert(tokens("1 2") == "d1 !" && tokens("{}}") == "{}!");
static_assert(tokens("[${object},${x:a_b}]", json_reader::grammar::json_template) == "[v${object} v${x:a_b} ].");
static_assert(tokens("[${object}]") == "[!");

TEST_CASE("the reader knows how deep it is") {
  json_reader reader{"[{\"a\":[]}]"};
  for (unsigned depth : {1u, 2u, 2u, 3u, 2u, 1u, 0u}) {
    reader.next();
    CHECK(reader.depth() == depth);
  }
  CHECK(reader.next() == json_token::end);
  CHECK(reader.next() == json_token::end);
}

TEST_CASE("after an error comes nothing but errors") {
  json_reader reader{"[1,,2]"};
  CHECK(reader.next() == json_token::begin_array);
  CHECK(reader.next() == json_token::number);
  for (int i = 0; i != 5; ++i) CHECK(reader.next() == json_token::error);
}

TEST_CASE("64 levels are read, 65 are not") {
  for (std::size_t depth : {1u, 64u, 65u, 100000u}) {
    for (std::string_view opening : {"[", "{\"a\":"}) {
      std::string text;
      for (std::size_t i = 0; i != depth; ++i) text += opening;
      text += "0" + std::string(depth, opening == "[" ? ']' : '}');
      json_reader reader{text};
      json_token token;
      do {
        token = reader.next();
      } while (token != json_token::end && token != json_token::error);
      CHECK((token == json_token::end) == (depth <= 64));
    }
  }
}

TEST_CASE("which levels are objects is known at every depth") {
  std::string text, closing;
  for (int i = 0; i != 64; ++i) {
    const bool object = i % 3 == 0;
    text += object ? "{\"a\":" : "[";
    closing = (object ? "}" : "]") + closing;
  }
  for (std::size_t wrong = 0; wrong <= closing.size(); ++wrong) {
    std::string end = closing;
    if (wrong < end.size()) end[wrong] = end[wrong] == '}' ? ']' : '}';
    json_reader reader{text += wrong == 0 ? "1" : ""};
    const std::string whole = text + end;
    reader = json_reader{whole};
    json_token token;
    do {
      token = reader.next();
    } while (token != json_token::end && token != json_token::error);
    CHECK((token == json_token::end) == (wrong == closing.size()));
  }
}
