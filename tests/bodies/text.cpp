// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/bodies/text.hpp>

using upcall::text;

namespace {

constexpr bool gives_all_and_again() {
  text body{"hello"};
  char piece[3]{};
  std::size_t sizes[4]{};
  for (auto& size : sizes) size = *body.read(piece);
  if (sizes[0] != 3 || sizes[1] != 2 || sizes[2] != 0 || sizes[3] != 0) return false;
  return body.rewind() && *body.read(piece) == 3 && piece[0] == 'h' && body.size() == 5 && body.view() == "hello";
}
static_assert(gives_all_and_again());
static_assert(text{std::string_view{"a\0b", 3}}.size() == 3 && text{""}.size() == 0);

}  // namespace

TEST_CASE("a text is read in pieces of any size") {
  const std::string all = "0123456789";
  for (std::size_t most = 1; most != 13; ++most) {
    text body{all};
    std::string got, piece(most, '\0');
    while (const std::size_t n = *body.read(piece)) got.append(piece, 0, n);
    CHECK(got == all);
  }
  text body{all};
  CHECK(*body.read({}) == 0);
}
