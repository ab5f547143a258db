// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <upcall/bodies/one_pass.hpp>
#include <upcall/crypto/crc64.hpp>
#include <upcall/pipeline/checked_unsized_body.hpp>
#include <utility>
#include <vector>

using upcall::fault;

namespace {

// Gives a text, at most so many bytes at once, and again after rewind().
struct giving {
  std::string_view all;
  std::size_t at_once = SIZE_MAX, at = 0;
  int rewound = 0;
  bool can_rewind = true;

  constexpr upcall::result<std::size_t> read(std::span<char> piece) {
    const std::string_view next = all.substr(at, piece.size() < at_once ? piece.size() : at_once);
    for (std::size_t i = 0; i != next.size(); ++i) piece[i] = next[i];
    at += next.size();
    return next.size();
  }
  constexpr bool rewind() {
    ++rewound;
    at = 0;
    return can_rewind;
  }
};

using checked = upcall::checked_unsized_body<giving, upcall::small_crc64>;
static_assert(upcall::unsized_body<checked> && !upcall::body<checked>);

constexpr std::uint64_t sum_of_digits = 0x995dc9bbdf1939faULL;  // CRC-64/XZ's check value
constexpr std::uint64_t sum_by_the_compiler() {
  giving digits{"123456789"};
  checked body{digits, {}, 9};
  char piece[4]{};
  while (*body.read(piece) != 0) continue;
  return body.crc64();
}
static_assert(sum_by_the_compiler() == sum_of_digits);

std::string read_all(checked& body, std::size_t most) {
  std::string all, piece(most, '\0');
  while (const std::size_t n = *body.read(piece)) all.append(piece, 0, n);
  return all;
}

}  // namespace

TEST_CASE("of what has no size, what is read is summed and counted, in pieces of any size") {
  for (std::size_t most = 1; most != 12; ++most) {
    giving source{"123456789", 5};
    checked body{source, {}, 100};
    CHECK_FALSE(body.ended());
    CHECK(read_all(body, most) == "123456789");
    CHECK(body.ended());
    CHECK(body.object_size() == 9);
    CHECK(body.crc64() == sum_of_digits);
  }
}

TEST_CASE("of what has no size, a whole body is one whose end was read") {
  giving source{"123456789"};
  checked body{source, {}, 100};
  char piece[9];
  CHECK(*body.read(piece) == 9);
  CHECK(body.object_size() == 9);
  CHECK_FALSE(body.ended());
  CHECK(*body.read(piece) == 0);
  CHECK(body.ended());
}

TEST_CASE("of what has no size, as much is let out as is allowed, and no byte more") {
  char piece[4];
  for (std::uint64_t most : {9u, 8u, 5u, 4u, 0u}) {
    giving source{"123456789"};
    checked body{source, {}, most};
    auto got = body.read(piece);
    while (got && *got != 0) got = body.read(piece);
    CHECK(body.object_size() <= most);
    CHECK(got.has_value() == (most == 9));
    CHECK(body.ended() == (most == 9));
    if (got) continue;
    CHECK(got.error().kind == fault::client);
    CHECK(got.error().message.view().find("resumable_upload") != std::string_view::npos);
  }
}

namespace {

// Sums that look at no byte: the pieces below are nowhere.
struct no_sum {
  static void put(char) {}
  static void append(std::string_view) {}
  static std::uint64_t value() { return 0; }
};

}  // namespace

TEST_CASE("of what has no size, more than 64 bits of bytes are no small number of them") {
  upcall::one_pass endless{[](std::span<char> piece) { return piece.size(); }};
  upcall::checked_unsized_body<decltype(endless), no_sum> body{endless, {}, UINT64_MAX};
  char nowhere;
  const std::span<char> huge{&nowhere, SIZE_MAX / 2 + 1};
  CHECK(body.read(huge));
  CHECK_FALSE(body.read(huge));
}

TEST_CASE("of what has no size, a source that says it gave more than it was asked for is refused") {
  upcall::one_pass source{[](std::span<char> piece) { return piece.size() + 1; }};
  upcall::checked_unsized_body<decltype(source), upcall::small_crc64> body{source, {}, 100};
  char piece[4];
  const auto got = body.read(piece);
  REQUIRE_FALSE(got);
  CHECK(got.error().kind == fault::file_inconsistent);
}

TEST_CASE("of what has no size, the source's failure comes through as it is") {
  upcall::one_pass source{[](std::span<char>) -> upcall::result<std::size_t> {
    return upcall::failure{fault::client, "the pipe broke"};
  }};
  upcall::checked_unsized_body<decltype(source), upcall::small_crc64> body{source, {}, 100};
  char piece[4];
  const auto got = body.read(piece);
  REQUIRE_FALSE(got);
  CHECK(got.error().message == "the pipe broke");
  CHECK_FALSE(body.ended());
}

TEST_CASE("of what has no size, progress has no total before the end, and can cancel there too") {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
  bool wanted = true;
  auto progress = [&](std::uint64_t done, std::uint64_t total) {
    told.emplace_back(done, total);
    return wanted;
  };
  giving source{"123456789"};
  checked body{source, progress, 100};
  char piece[4];
  SECTION("to the end, and again") {
    read_all(body, 4);
    CHECK(told == decltype(told){{4, 0}, {8, 0}, {9, 0}, {9, 9}});
    CHECK(body.rewind());
    CHECK(told.back() == std::pair<std::uint64_t, std::uint64_t>{0, 0});
  }
  SECTION("cancelled in the middle") {
    wanted = false;
    CHECK(body.read(piece).error().kind == fault::cancelled);
  }
  SECTION("cancelled while it waited for the end") {
    while (*body.read(piece) == 4) continue;
    wanted = false;
    CHECK(body.read(piece).error().kind == fault::cancelled);
  }
  SECTION("no other attempt") {
    wanted = false;
    CHECK_FALSE(body.rewind());
  }
}

TEST_CASE("of what has no size, what was not read need not be rewound, and what cannot be is not read again") {
  giving source{"123456789"};
  checked body{source, {}, 100};
  CHECK(body.rewind());
  CHECK(source.rewound == 0);
  CHECK(read_all(body, 4).size() == 9);
  CHECK(body.rewind());
  CHECK(source.rewound == 1);
  CHECK(body.object_size() == 0);
  CHECK_FALSE(body.ended());
  CHECK(read_all(body, 4) == "123456789");
  CHECK(body.crc64() == sum_of_digits);
  source.can_rewind = false;
  CHECK_FALSE(body.rewind());
}
