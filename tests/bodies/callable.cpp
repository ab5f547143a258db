// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <memory>
#include <upcall/bodies/callable.hpp>
#include <upcall/http/body.hpp>

using upcall::callable;

namespace {

struct nothing_held {
  std::size_t operator()(std::span<char>) const { return 0; }
};
static_assert(upcall::body<callable<nothing_held>> && !upcall::contiguous_body<callable<nothing_held>>);
static_assert(sizeof(callable<nothing_held>) == sizeof(std::uint64_t));

template <class Read>
concept uploadable = requires(Read read) {
  callable{1, read};
};
static_assert(uploadable<nothing_held> && uploadable<int (*)(std::span<char>)>);
static_assert(!uploadable<void (*)(std::span<char>)> && !uploadable<std::size_t (*)(char*, std::size_t)> &&
              !uploadable<int>);

}  // namespace

TEST_CASE("a function without rewinding is read once") {
  int calls = 0;
  callable body{3, [&](std::span<char> piece) {
                  ++calls;
                  piece[0] = 'x';
                  return 1;
                }};
  char piece[2];
  CHECK(body.size() == 3);
  CHECK(*body.read(piece) == 1);
  CHECK(piece[0] == 'x');
  CHECK_FALSE(body.rewind());
  CHECK(calls == 1);
}

TEST_CASE("a function with rewinding says whether it could") {
  int at = 7;
  bool can = true;
  callable body{1, [&](std::span<char>) { return 0; },
                [&] {
                  at = 0;
                  return can;
                }};
  CHECK(body.rewind());
  CHECK(at == 0);
  can = false;
  CHECK_FALSE(body.rewind());
}

TEST_CASE("a function may own what cannot be copied") {
  callable body{1, [owned = std::make_unique<char>('y')](std::span<char> piece) {
                  piece[0] = *owned;
                  return 1;
                }};
  char piece[1];
  CHECK(*body.read(piece) == 1);
  CHECK(piece[0] == 'y');
}

TEST_CASE("a function by its address is as good as any other, rewinding too") {
  std::size_t (*fill)(std::span<char>) = [](std::span<char> piece) {
    piece[0] = 'z';
    return std::size_t{1};
  };
  bool (*again)() = [] { return true; };
  callable body{1, fill, again};
  char piece[1];
  CHECK(*body.read(piece) == 1);
  CHECK(piece[0] == 'z');
  CHECK(body.rewind());
}
