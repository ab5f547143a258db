// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <memory>
#include <string>
#include <upcall/testing/emulator/pieces.hpp>

using upcall::testing::pieces;

TEST_CASE("pieces read as one text, from any place and in any size") {
  pieces all;
  std::string expected;
  for (const std::string text : {"abc", "", "d", "efghij"}) {
    all.append(std::make_shared<const std::string>(text));
    expected += text;
  }
  CHECK(all.size() == expected.size());
  for (std::size_t at = 0; at <= expected.size() + 1; ++at) {
    for (std::size_t size = 0; size <= expected.size() + 1; ++size) {
      std::string got(size, '\0');
      got.resize(all.read(at, got));
      CHECK(got == upcall::part(expected, at, size));
    }
  }
}
