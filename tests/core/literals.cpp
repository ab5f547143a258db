// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/core/literals.hpp>

namespace upcall {

static_assert(std::is_same_v<decltype("text"sv), std::string_view>);
static_assert(""sv.empty() && "a\0b"sv.size() == 3);

TEST_CASE("a literal knows its length, also with a NUL inside") { CHECK("code\0"sv.size() == 5); }

}  // namespace upcall
