// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/wiped.hpp"
#include <string>
#include <type_traits>
#include <upcall/policies/credentials/secret_text.hpp>
#include <utility>

using upcall::secret_text;

TEST_CASE("a secret text takes any text, and says when it was cut") {
  const std::string longer(9, 'x');
  CHECK(secret_text<8>{"fake"}.view() == "fake");
  CHECK(secret_text<8>{std::string_view{"fake"}}.view() == "fake");
  CHECK(secret_text<8>{std::string{"fake"}}.view() == "fake");
  CHECK(secret_text<8>{upcall::inline_string<4>{"fake"}}.view() == "fake");
  CHECK(secret_text<8>{longer}.cut());
  const char* unset = nullptr;  // as getenv() has it
  CHECK(secret_text<8>{unset}.empty());
  STATIC_REQUIRE_FALSE(std::is_constructible_v<secret_text<8>, int>);
}

TEST_CASE("nothing of a secret text is left when it ends, also of a longer one that was in it before") {
  given::watched<secret_text<32>> text{"fake-secret-and-more"};
  text->assign("fake");
  CHECK(text.holds("secret-and-more"));
  text.end();
  CHECK(text.is_clean());
}

TEST_CASE("what a secret text was copied or moved from is wiped at its own end") {
  given::watched<secret_text<32>> from{"fake-secret"};
  given::watched<secret_text<32>> copy{*from}, moved{std::move(*from)};
  CHECK(copy->view() == "fake-secret");
  CHECK(moved->view() == "fake-secret");
  from.end();
  CHECK(from.is_clean());
  CHECK(copy.holds("fake-secret"));
}
