// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <string>
#include <upcall/text/decimal.hpp>

using namespace upcall;

namespace {

constexpr auto decimal(std::uint64_t value) {
  return written([&](auto& to) { write_decimal(to, value); });
}

}  // namespace

static_assert(decimal(0) == "0" && decimal(9) == "9" && decimal(10) == "10");
static_assert(decimal(18446744073709551615u) == "18446744073709551615");
static_assert(read_decimal("0") == 0u && read_decimal("007") == 7u);
static_assert(read_decimal("18446744073709551615") == 18446744073709551615u);
static_assert(!read_decimal("18446744073709551616") && !read_decimal("18446744073709551625") &&
              !read_decimal("99999999999999999999"));
static_assert(!read_decimal("184467440737095516150"), "one digit too many");
static_assert(!read_decimal("") && !read_decimal(" 1") && !read_decimal("1 ") && !read_decimal("+1") &&
              !read_decimal("-1"));
static_assert(!read_decimal("1a") && !read_decimal("0x1") && !read_decimal("1.0") && !read_decimal("\xd9\xa1"));

TEST_CASE("numbers around every power of ten and of two are written as the standard library does, and read back") {
  auto check = [](std::uint64_t value) {
    CHECK(decimal(value).view() == std::to_string(value));
    CHECK(read_decimal(std::to_string(value)) == value);
  };
  std::uint64_t ten = 1;
  for (int i = 0; i != 20; ++i, ten *= 10) check(ten - 1), check(ten), check(ten + 1);
  for (int i = 0; i != 64; ++i) check(std::uint64_t{1} << i), check((std::uint64_t{1} << i) - 1);
}
