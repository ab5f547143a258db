// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <string_view>
#include <upcall/callback/variables.hpp>

namespace {

using upcall::template_token;

static_assert(upcall::is_system_variable("bucket") && upcall::is_system_variable("imageInfo.width"));
static_assert(!upcall::is_system_variable("") && !upcall::is_system_variable("Bucket"));
static_assert(!upcall::is_system_variable("x:user") && !upcall::is_system_variable("bucket "));

// A template in its pieces: texts as they are, variables in angle brackets, mistakes as "!" and "^".
std::string pieces(std::string_view text) {
  std::string out;
  upcall::template_reader reader{text};
  for (;;) {
    switch (reader.next()) {
      case template_token::text: out += reader.text(); break;
      case template_token::variable: out += '<' + std::string{reader.text()} + '>'; break;
      case template_token::not_closed: return out + '!';
      case template_token::brace_not_adjacent: return out + '^';
      case template_token::end: return out;
    }
  }
}

}  // namespace

TEST_CASE("a template is taken to pieces") {
  CHECK(pieces("") == "");
  CHECK(pieces("plain") == "plain");
  CHECK(pieces("bucket=${bucket}&object=${object}") == "bucket=<bucket>&object=<object>");
  CHECK(pieces("${a}${b}") == "<a><b>");
  CHECK(pieces("${}") == "<>");
  CHECK(pieces("${x:a b}") == "<x:a b>");
  CHECK(pieces("{${object}}") == "{<object>}");
  CHECK(pieces("${${a}}") == "<${a>}");
}

TEST_CASE("a dollar sign that begins nothing is text") {
  CHECK(pieces("$") == "$");
  CHECK(pieces("$$${a}$") == "$$<a>$");
  CHECK(pieces("price=$5") == "price=$5");
  CHECK(pieces("$ and {x}") == "$ and {x}");
  CHECK(pieces("$size&n=1") == "$size&n=1");
  CHECK(pieces("$other}") == "$other}");
}

TEST_CASE("a brace that was meant is missed") {
  CHECK(pieces("a=${object") == "a=!");
  CHECK(pieces("${") == "!");
  CHECK(pieces("my_var=$x:my_var}") == "my_var=^");
  CHECK(pieces("$x:") == "^");
  CHECK(pieces("$bucket}") == "^");
  CHECK(pieces("$ {bucket}") == "^");
  CHECK(pieces("$$bucket}") == "$^");
}
