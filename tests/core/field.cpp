// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/core/field.hpp>

using namespace upcall;

namespace {

constexpr std::size_t count(const field_list& list) {
  std::size_t found = 0;
  for (const auto& [name, value] : list) found += name == value ? 1u : 100u;
  return found;
}

constexpr field theirs[10] = {{"0", "0"}, {"1", "1"}, {"2", "2"}, {"3", "3"}, {"4", "4"},
                              {"5", "5"}, {"6", "6"}, {"7", "7"}, {"8", "8"}, {"9", "9"}};

}  // namespace

static_assert(field{"a", "b"} == field{"a", "b"} && field{"a", "b"} != field{"a", "c"} &&
              field{"a", "b"} != field{"b", "b"});
static_assert(field_list{}.empty() && field_list{}.size() == 0 && count({}) == 0 && !field_list{}.overflow());
static_assert(count({{"a", "a"}, {"b", "b"}}) == 2 && !field_list{{"a", "a"}}.empty());
static_assert(
    field_list{{"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}, {"5", ""}, {"6", ""}, {"7", ""}, {"8", ""}}.size() == 8);
static_assert(
    !field_list{{"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}, {"5", ""}, {"6", ""}, {"7", ""}, {"8", ""}}.overflow());
static_assert(field_list{
    {"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}, {"5", ""}, {"6", ""}, {"7", ""}, {"8", ""}, {"9", ""}}
                  .overflow());
static_assert(count(field_list{std::span<const field>{theirs}}) == 10 &&
              !field_list{std::span<const field>{theirs}}.overflow());

TEST_CASE("a list of the caller's is referred to, not copied") {
  field own[] = {{"name", "before"}};
  const field_list list{std::span<const field>{own}};
  own[0].value = "after";
  CHECK(list.begin()->value == "after");
  CHECK(list.begin() == own);
}

TEST_CASE("a list between braces is kept, also by a copy") {
  field_list copy;
  {
    const field_list list{{"a", "1"}, {"b", "2"}};
    copy = list;
  }
  CHECK(copy.size() == 2);
  CHECK(*copy.begin() == field{"a", "1"});
}
