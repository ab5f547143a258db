// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <upcall/text/ascii.hpp>

using namespace upcall;

static_assert(to_lower('A') == 'a' && to_lower('Z') == 'z' && to_lower('a') == 'a');
static_assert(to_lower('@') == '@' && to_lower('[') == '[' && to_lower('\xc4') == '\xc4');
static_assert(is_digit('0') && is_digit('9') && !is_digit('/') && !is_digit(':') && !is_digit('\xb2'));
static_assert(equal_ignoring_case("Content-Type", "cONTENT-tYPE") && equal_ignoring_case("", ""));
static_assert(!equal_ignoring_case("a", "ab") && !equal_ignoring_case("ab", "ac") && !equal_ignoring_case("@", "`"));
static_assert(trim(" \t\r\na b\n ") == "a b" && trim(" \n").empty() && trim("").empty() && trim("x") == "x");
static_assert(trim("\va\f") == "\va\f");
static_assert(written([](auto& to) { write_lower(to, "X-OSS-Meta-\xc3\x84"); }) == "x-oss-meta-\xc3\x84");

static_assert(is_word_of(" host date ", "host") && is_word_of(" host date ", "DATE") && is_word_of(" host ", "Host"));
static_assert(!is_word_of(" host date ", "hos") && !is_word_of(" host date ", "ost") &&
              !is_word_of(" host date ", "hosts"));
static_assert(!is_word_of(" host date ", "host date") && !is_word_of(" host date ", "") && !is_word_of("", "host") &&
              !is_word_of(" ", ""));

TEST_CASE("control characters are those below the blank, and DEL") {
  for (int i = 0; i != 256; ++i) CHECK(is_control(static_cast<char>(i)) == (i < 32 || i == 127));
}

TEST_CASE("only the 26 letters have a lower case") {
  for (int i = 0; i != 256; ++i) {
    const char c = static_cast<char>(i);
    CHECK(to_lower(c) == (i >= 'A' && i <= 'Z' ? static_cast<char>(i + 32) : c));
  }
}
