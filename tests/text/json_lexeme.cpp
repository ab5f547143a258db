// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/text/json_lexeme.hpp>

using namespace upcall::detail;

namespace {

constexpr std::size_t none = std::string_view::npos;

}  // namespace

static_assert(json_number_length("0") == 1 && json_number_length("-0,") == 2 && json_number_length("10]") == 2);
static_assert(json_number_length("1.25e-3x") == 7 && json_number_length("1E9") == 3 && json_number_length("0e0") == 3);
static_assert(json_number_length("01") == none && json_number_length("-01") == none && json_number_length("-") == none);
static_assert(json_number_length(".5") == none && json_number_length("1.") == none &&
              json_number_length("1.e1") == none);
static_assert(json_number_length("1e") == none && json_number_length("1e+") == none &&
              json_number_length("+1") == none);
static_assert(json_number_length("") == none && json_number_length("NaN") == none);

static_assert(json_text_length(R"(abc"d)") == 3 && json_text_length("\"") == 0);
static_assert(json_text_length(R"(a\"b\\")") == 6 && json_text_length("\\u00e9\"") == 6);
static_assert(json_text_length("abc") == none && json_text_length("") == none && json_text_length("a\\\"") == none);
static_assert(json_text_length("a\nb\"") == none && json_text_length("\x1f\"") == none &&
              json_text_length("\x7f\"") == 1);
static_assert(json_text_length("\\x\"") == none && json_text_length("\\u12\"") == none &&
              json_text_length("\\u12g4\"") == none);
static_assert(json_text_length("\\u123") == none && json_text_length("\\") == none && json_text_length("\\u") == none);
static_assert(json_text_length("\xe4\xb8\xad\"") == 3 && json_text_length("\xff\"") == none &&
              json_text_length("\xc0\x80\"") == none);

static_assert(json_variable_length("${object},") == 9 && json_variable_length("${x:my-var_1.a}") == 15);
static_assert(json_variable_length("${}") == none && json_variable_length("${a") == none &&
              json_variable_length("$a}") == none);
static_assert(json_variable_length("${a b}") == none && json_variable_length("${${a}}") == none &&
              json_variable_length("${a\"}") == none);
static_assert(json_variable_length("${\xc3\xa4}") == none);

TEST_CASE("every cut of a number is a number or none") {
  constexpr std::string_view number = "-12.50E+07";
  constexpr std::size_t expected[] = {none, none, 2, 3, none, 5, 6, none, none, 9, 10};
  for (std::size_t i = 0; i <= number.size(); ++i) CHECK(json_number_length(upcall::part(number, 0, i)) == expected[i]);
}
