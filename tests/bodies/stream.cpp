// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <algorithm>
#include <set>
#include <string>
#include <upcall/bodies/stream.hpp>
#include <upcall/http/body.hpp>

using upcall::fault;
using upcall::stream;

namespace {

// A function that gives what is left of a text, at most so many bytes at once.
struct giving {
  std::string_view left;
  std::size_t at_once = SIZE_MAX;
  std::size_t operator()(std::span<char> piece) {
    const std::size_t n = std::min({piece.size(), at_once, left.size()});
    std::copy_n(left.begin(), n, piece.begin());
    left.remove_prefix(n);
    return n;
  }
};
static_assert(upcall::part_stream<stream<giving>> && !upcall::source<stream<giving>>);

// The parts as texts, with their numbers.
template <class Read>
std::string parts(stream<Read>& from, std::size_t size) {
  std::string out;
  for (;;) {
    auto next = from.next(size);
    if (!next) return out + "failed: " + std::string{next.error().message};
    if (!*next) return out;
    out += std::to_string((*next)->number) + ":" + std::string{(*next)->view().view()} + " ";
    from.give_back(*std::move(*next));
  }
}
std::string parts(std::string_view text, std::size_t size, std::size_t at_once = SIZE_MAX) {
  stream from{giving{text, at_once}};
  return parts(from, size);
}

}  // namespace

TEST_CASE("stream: all parts are of one size, but the last") {
  CHECK(parts("", 3) == "");
  CHECK(parts("ab", 3) == "1:ab ");
  CHECK(parts("abc", 3) == "1:abc ");
  CHECK(parts("abcd", 3) == "1:abc 2:d ");
  CHECK(parts("abcdef", 3) == "1:abc 2:def ");
  CHECK(parts("abcdefg", 3) == "1:abc 2:def 3:g ");
}

TEST_CASE("stream: a source that gives little at a time makes no small parts") {
  for (std::size_t at_once : {1u, 2u, 4u}) CHECK(parts("abcdefg", 3, at_once) == "1:abc 2:def 3:g ");
}

TEST_CASE("stream: its end is known when it was seen, and it is not asked again") {
  int asked = 0;
  std::string_view left = "abcd";
  stream from{[&](std::span<char> piece) {
    ++asked;
    return giving{left, 4}(piece) == 0 ? std::size_t{0} : (left = {}, std::size_t{4});
  }};
  CHECK_FALSE(from.ended());
  REQUIRE(from.next(4)->has_value());
  CHECK_FALSE(from.ended());
  CHECK_FALSE(from.next(4)->has_value());
  CHECK(from.ended());
  CHECK(asked == 2);
  CHECK_FALSE(from.next(4)->has_value());
  CHECK(asked == 2);
}

TEST_CASE("stream: a short part ends it at once") {
  stream from{giving{"ab"}};
  REQUIRE(from.next(3)->has_value());
  CHECK(from.ended());
}

TEST_CASE("stream: a source that fails in the middle of a part gives no part of it, and then no more") {
  int asked = 0;
  stream from{[&](std::span<char> piece) -> upcall::result<std::size_t> {
    if (++asked == 4) return upcall::failure{fault::file_inconsistent, "the pipe broke"};
    piece[0] = 'x';
    return std::size_t{1};
  }};
  CHECK(parts(from, 2) == "1:xx failed: the pipe broke");
  CHECK(parts(from, 2) == "");
  CHECK(asked == 4);
}

TEST_CASE("stream: a source that says it gave more than there was room for is never believed") {
  stream from{[](std::span<char> piece) { return piece.size() + 1; }};
  const auto next = from.next(4);
  REQUIRE_FALSE(next);
  CHECK(next.error().kind == fault::file_inconsistent);
}

TEST_CASE("stream: no more memory than parts that are out at the same time") {
  stream from{giving{"abcdefghijkl"}};
  std::set<const char*> seen;
  auto one = *from.next(2), two = *from.next(2);
  seen.insert({one->bytes.get(), two->bytes.get()});
  CHECK(seen.size() == 2);
  from.give_back(*std::move(one));
  from.give_back(*std::move(two));
  for (std::uint32_t number : {3u, 5u}) {
    auto next = *from.next(2), last = *from.next(2);
    REQUIRE(next->bytes != nullptr);
    REQUIRE(last->bytes != nullptr);
    CHECK(next->number == number);
    seen.insert({next->bytes.get(), last->bytes.get()});
    from.give_back(*std::move(next));
    from.give_back(*std::move(last));
  }
  CHECK(seen.size() == 2);
}
