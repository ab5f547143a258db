// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <string_view>
#include <upcall/bodies/one_pass.hpp>
#include <upcall/http/body.hpp>

using upcall::fault;
using upcall::one_pass;

namespace {

constexpr std::size_t count_by_the_compiler() {
  std::size_t left = 5;
  one_pass from{[&left](std::span<char> piece) {
    const std::size_t n = left < piece.size() ? left : piece.size();
    left -= n;
    return n;
  }};
  char piece[2]{};
  std::size_t sum = 0;
  while (const std::size_t n = *from.read(piece)) sum += n;
  return sum;
}
static_assert(count_by_the_compiler() == 5);

struct nothing_more {
  std::size_t operator()(std::span<char>) const { return 0; }
};
static_assert(upcall::unsized_body<one_pass<nothing_more>> && upcall::payload<one_pass<nothing_more>>);
static_assert(!upcall::source<one_pass<nothing_more>> && !upcall::unsized_body<const one_pass<nothing_more>>);

}  // namespace

TEST_CASE("one_pass: it is at its beginning until it was asked for the first piece") {
  std::string_view left = "abc";
  one_pass from{[&](std::span<char> piece) {
    const std::size_t n = left.copy(piece.data(), piece.size());
    left.remove_prefix(n);
    return n;
  }};
  CHECK(from.rewind());
  CHECK(from.rewind());
  char piece[2];
  CHECK(*from.read(piece) == 2);
  CHECK(std::string_view{piece, 2} == "ab");
  CHECK_FALSE(from.rewind());
  CHECK(*from.read(piece) == 1);
  CHECK(*from.read(piece) == 0);
  CHECK_FALSE(from.rewind());
}

TEST_CASE("one_pass: an empty source, or one that fails at once, was read too") {
  char piece[2];
  one_pass empty{nothing_more{}};
  CHECK(*empty.read(piece) == 0);
  CHECK_FALSE(empty.rewind());
  one_pass failing{[](std::span<char>) -> upcall::result<std::size_t> {
    return upcall::failure{fault::client, "the pipe broke"};
  }};
  CHECK(failing.read(piece).error().message == "the pipe broke");
  CHECK_FALSE(failing.rewind());
  one_pass throwing{[](std::span<char>) -> std::size_t { throw 1; }};
  CHECK_THROWS(throwing.read(piece));
  CHECK_FALSE(throwing.rewind());
}
