// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/split.hpp>

using upcall::testing::split;
using parts = std::vector<std::string_view>;

TEST_CASE("the parts between separators") {
  CHECK(split("", ';').empty());
  CHECK(split("a", ';') == parts{"a"});
  CHECK(split("a;b;c", ';') == parts{"a", "b", "c"});
  CHECK(split(";a;;b;", ';') == parts{"", "a", "", "b"});
}
