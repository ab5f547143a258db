// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <set>
#include <string>
#include <upcall/testing/refusal_name.hpp>

static_assert(upcall::name_of(upcall::refusal::none) == "");
static_assert(upcall::name_of(upcall::refusal::bad_signature) == "bad_signature");

TEST_CASE("every reason has a name of its own") {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(upcall::refusal::bad_signature); ++i)
    names.emplace(upcall::name_of(static_cast<upcall::refusal>(i)));
  CHECK(names.size() == static_cast<std::size_t>(upcall::refusal::bad_signature) + 1);
}
