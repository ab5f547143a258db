// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/bodies/callable.hpp>
#include <upcall/bodies/text.hpp>
#include <upcall/crypto/crc64.hpp>
#include <upcall/pipeline/checked_body.hpp>
#include <utility>
#include <vector>

using upcall::fault;
using upcall::text;

namespace {

template <class B>
using checked = upcall::checked_body<B, upcall::small_crc64>;

std::uint64_t crc64(std::string_view of) {
  upcall::small_crc64 sum;
  upcall::write(sum, of);
  return sum.value();
}

constexpr std::uint64_t sum_by_the_compiler() {
  text digits{"123456789"};
  checked<text> body{digits, {}};
  char piece[4]{};
  while (*body.read(piece) != 0) continue;
  return body.crc64();
}
static_assert(sum_by_the_compiler() == 0x995dc9bbdf1939faULL);

std::string read_all(auto& body, std::size_t most) {
  std::string all, piece(most, '\0');
  while (const std::size_t n = *body.read(piece)) all.append(piece, 0, n);
  return all;
}

std::string lent_all(auto& body, std::size_t most) {
  std::string all;
  for (;;) {
    const auto piece = *body.next(most);
    CHECK(piece.size() <= most);
    if (piece.empty()) return all;
    all += piece;
  }
}

}  // namespace

TEST_CASE("what is read is summed, in pieces of any size") {
  const std::string all = "0123456789";
  for (std::size_t most = 1; most != 13; ++most) {
    text source{all};
    checked<text> body{source, {}};
    CHECK(body.size() == 10);
    CHECK(read_all(body, most) == all);
    CHECK(body.crc64() == crc64(all));
    REQUIRE(body.rewind());
    CHECK(lent_all(body, most) == all);
    CHECK(body.crc64() == crc64(all));
  }
}

TEST_CASE("a text that was read before is read from its start") {
  text source{"hello"};
  char half[2];
  REQUIRE(source.read(half));
  checked<text> body{source, {}};
  CHECK(read_all(body, 3) == "hello");
}

TEST_CASE("a source that ends early is found out, at any byte") {
  for (std::size_t has = 0; has != 10; ++has) {
    std::size_t given = 0;
    upcall::callable source{10, [&](std::span<char> piece) {
                              const std::size_t n = std::min(piece.size(), has - given);
                              given += n;
                              return n;
                            }};
    checked<decltype(source)> body{source, {}};
    char piece[3];
    auto got = body.read(piece);
    while (got && *got != 0) got = body.read(piece);
    REQUIRE_FALSE(got);
    CHECK(got.error().kind == fault::file_inconsistent);
  }
}

TEST_CASE("a source is never asked for more than its size") {
  std::vector<std::size_t> asked;
  upcall::callable source{10, [&](std::span<char> piece) {
                            asked.push_back(piece.size());
                            return piece.size();
                          }};
  checked<decltype(source)> body{source, {}};
  CHECK(read_all(body, 4).size() == 10);
  CHECK(asked == std::vector<std::size_t>{4, 4, 2});
}

TEST_CASE("a source that says it gave more than it was asked for is refused") {
  upcall::callable source{10, [](std::span<char> piece) { return piece.size() + 1; }};
  checked<decltype(source)> body{source, {}};
  char piece[4];
  const auto got = body.read(piece);
  REQUIRE_FALSE(got);
  CHECK(got.error().kind == fault::file_inconsistent);
}

TEST_CASE("a source of nothing is not read") {
  bool asked = false;
  upcall::callable source{0, [&](std::span<char>) {
                            asked = true;
                            return 0;
                          }};
  checked<decltype(source)> body{source, {}};
  char piece[4];
  CHECK(*body.read(piece) == 0);
  CHECK_FALSE(asked);
  CHECK(body.crc64() == 0);
  CHECK(body.rewind());
}

TEST_CASE("a failure of the source comes through as it is") {
  struct broken {
    static std::uint64_t size() { return 5; }
    static upcall::result<std::size_t> read(std::span<char>) {
      return upcall::failure{fault::client, "cannot be read"};
    }
    static bool rewind() { return true; }
  } source;
  checked<broken> body{source, {}};
  char piece[4];
  const auto got = body.read(piece);
  REQUIRE_FALSE(got);
  CHECK(got.error().message == "cannot be read");
}

TEST_CASE("progress tells how far the sending is, and can end it") {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
  std::uint64_t last = 10;
  auto progress = [&](std::uint64_t done, std::uint64_t total) {
    told.emplace_back(done, total);
    return done < last;
  };
  text source{"0123456789"};
  checked<text> body{source, progress};
  char piece[4];
  SECTION("to the end") {
    last = 11;
    read_all(body, 4);
    CHECK(told == decltype(told){{4, 10}, {8, 10}, {10, 10}});
    CHECK(body.rewind());
    CHECK(lent_all(body, 5).size() == 10);
    CHECK(told == decltype(told){{4, 10}, {8, 10}, {10, 10}, {0, 10}, {5, 10}, {10, 10}});
  }
  SECTION("in the middle") {
    last = 8;
    REQUIRE(body.read(piece));
    const auto got = body.read(piece);
    REQUIRE_FALSE(got);
    CHECK(got.error().kind == fault::cancelled);
  }
  SECTION("before another attempt") {
    last = 0;
    CHECK_FALSE(body.rewind());
  }
  SECTION("with the last byte: not even then is it stored") {
    const auto got = body.next(10);
    REQUIRE_FALSE(got);
    CHECK(got.error().kind == fault::cancelled);
  }
}

TEST_CASE("what was not read need not be rewound") {
  int rewound = 0;
  bool can = true;
  upcall::callable source{4, [](std::span<char> piece) { return piece.size(); },
                          [&] {
                            ++rewound;
                            return can;
                          }};
  checked<decltype(source)> body{source, {}};
  char piece[4];
  CHECK(body.rewind());
  CHECK(rewound == 0);
  REQUIRE(body.read(piece));
  CHECK(body.rewind());
  CHECK(rewound == 1);
  CHECK(body.crc64() == 0);
  REQUIRE(body.read(piece));
  can = false;
  CHECK_FALSE(body.rewind());
}

TEST_CASE("what a source in memory lends is no more than its size, and no less") {
  struct resized {
    std::string_view now = "hello";
    std::uint64_t size() const { return 3; }
    std::string_view view() const { return now; }
    static upcall::result<std::size_t> read(std::span<char>) { return std::size_t{0}; }
    static bool rewind() { return true; }
  } source;
  checked<resized> body{source, {}};
  CHECK(lent_all(body, 2) == "hel");
  REQUIRE(body.rewind());
  source.now = "he";
  CHECK(*body.next(9) == "he");
  const auto got = body.next(9);
  REQUIRE_FALSE(got);
  CHECK(got.error().kind == fault::file_inconsistent);
}

TEST_CASE("a source that failed at its first piece is rewound before it is read again") {
  struct interrupted {
    int rewound = 0;
    static std::uint64_t size() { return 5; }
    static upcall::result<std::size_t> read(std::span<char>) { return upcall::failure{fault::transport, "broke off"}; }
    bool rewind() { return ++rewound != 2; }
  } source;
  checked<interrupted> body{source, {}};
  char piece[4];
  REQUIRE_FALSE(body.read(piece));
  CHECK(body.rewind());
  CHECK(source.rewound == 1);
  REQUIRE_FALSE(body.read(piece));
  CHECK_FALSE(body.rewind());
}
