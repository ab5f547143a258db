// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <algorithm>
#include <memory>
#include <string>
#include <upcall/bodies/addressed.hpp>
#include <upcall/policies/executor/threads.hpp>

using upcall::addressed;
using upcall::fault;
using upcall::result;

namespace {

struct zeros {
  constexpr std::size_t operator()(std::uint64_t, std::span<char> piece) const {
    for (char& each : piece) each = '\0';
    return piece.size();
  }
};
static_assert(upcall::sliceable_body<addressed<zeros>> && !upcall::contiguous_body<addressed<zeros>>);
static_assert(sizeof(addressed<zeros>) == 2 * sizeof(std::uint64_t));
static_assert([] {
  std::size_t (*by_address)(std::uint64_t, std::span<char>) = [](std::uint64_t, std::span<char> piece) {
    return zeros{}({}, piece);
  };
  addressed body{5, by_address};
  char piece[3];
  return upcall::sliceable_body<decltype(body)> && *body.read(piece) == 3 && *body.slice(4, 1).read(piece) == 1;
}());
static_assert([] {
  addressed body{5, zeros{}};
  char piece[3]{'x', 'x', 'x'};
  return *body.read(piece) == 3 && *body.read(piece) == 2 && *body.read(piece) == 0 && body.rewind() &&
         *body.slice(4, 1).read(piece) == 1;
}());

constexpr std::uint64_t part = 102'400;

auto flash_of(const std::string& bytes) {
  return [&bytes](std::uint64_t at, std::span<char> piece) {
    return bytes.copy(piece.data(), piece.size(), static_cast<std::size_t>(at));
  };
}

}  // namespace

TEST_CASE("a body is read from any place on, in pieces of any size, and again") {
  const std::string all = "0123456789";
  addressed body{all.size(), flash_of(all)};
  CHECK(body.size() == 10);
  const auto whole = [](auto&& from, std::size_t most) {
    std::string got, piece(most, '\0');
    while (const std::size_t n = *from.read(piece)) got.append(piece, 0, n);
    return got;
  };
  for (std::size_t most = 1; most != 13; ++most) {
    CHECK(whole(body, most) == all);
    CHECK(body.rewind());
    auto middle = body.slice(3, 4);
    CHECK(middle.size() == 4);
    CHECK(whole(middle, most) == "3456");
    CHECK(whole(middle, most).empty());
    CHECK(middle.rewind());
    CHECK(whole(middle, most) == "3456");
    CHECK(whole(body.slice(10, 0), most).empty());
  }
  char piece[1];
  CHECK(*body.read({piece, 0}) == 0);
}

TEST_CASE("the function is asked for what is left at most, and never for nothing") {
  std::vector<std::pair<std::uint64_t, std::size_t>> asked;
  addressed body{std::uint64_t{1} << 40, [&](std::uint64_t at, std::span<char> piece) {
                   asked.emplace_back(at, piece.size());
                   return std::min(piece.size(), std::size_t{3});
                 }};
  char piece[4];
  auto end = body.slice((std::uint64_t{1} << 40) - 5, 5);
  while (*end.read(piece) != 0) {
  }
  CHECK(asked == std::vector<std::pair<std::uint64_t, std::size_t>>{{(std::uint64_t{1} << 40) - 5, 4},
                                                                    {(std::uint64_t{1} << 40) - 2, 2}});
}

TEST_CASE("a function that fails says why, and one that gives more than it was asked for is not believed") {
  addressed fails{3, [](std::uint64_t at, std::span<char>) -> result<std::size_t> {
                    if (at == 0) return std::size_t{1};
                    return upcall::failure{fault::client, "flash: bad block"};
                  }};
  char piece[2];
  CHECK(*fails.read(piece) == 1);
  const auto failed = fails.read(piece);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().message == "flash: bad block");

  addressed negative{3, [](std::uint64_t, std::span<char>) { return -1; }};
  const auto refused = negative.read(piece);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault::file_inconsistent);
  CHECK(refused.error().message == "the source gave more than it was asked for");
}

TEST_CASE("it is uploaded in one piece, and again where an answer was lost") {
  given::service_and_client<> at;
  at.fault("PUT:1:lost");
  const std::string bytes = given::bytes(1000);
  REQUIRE(at.bucket.put_object("k", addressed{1000, flash_of(bytes)}));
  CHECK(at.sent("PUT") == 2);
  CHECK(at.stored() == bytes);
}

TEST_CASE("it is uploaded in parts, by one lane and by several, and a part that fails is read again") {
  const std::string bytes = given::bytes(3 * part + 1);
  const auto upload = [&](auto& at) {
    at.fault("PUT?partNumber:2:lost");
    const auto done = at.bucket.resumable_upload("k", addressed{bytes.size(), flash_of(bytes)}, {.part_size = part});
    REQUIRE(done);
    CHECK(done->parts == 4);
    CHECK(at.parts_sent() == 5);
    CHECK((at.stored() == bytes));
  };
  given::service_and_client<> in_order;
  upload(in_order);
  given::service_and_client<upcall::threads<3>> lanes{upcall::threads<3>{}};
  upload(lanes);
}

TEST_CASE("a source that ends before its size makes no object") {
  given::service_and_client<> at;
  const std::string bytes = given::bytes(part);
  const auto done = at.bucket.resumable_upload("k", addressed{2 * part, flash_of(bytes)}, {.part_size = part});
  REQUIRE_FALSE(done);
  CHECK(done.error().kind == fault::file_inconsistent);
  CHECK(at.stored() == "(none)");
  CHECK(at.service.uploads().empty());
}
