// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdint>
#include <limits>
#include <optional>
#include <upcall/policies/retry/exponential_backoff.hpp>

using upcall::exponential_backoff;

namespace {

constexpr upcall::failure why{upcall::fault::transport, "no answer came"};
constexpr auto most_random = std::numeric_limits<std::uint64_t>::max();

constexpr std::int64_t delay(const exponential_backoff& policy, int number, std::uint64_t random,
                             std::int64_t elapsed = 0, std::optional<upcall::milliseconds> retry_after = {}) {
  const auto wait = policy.next_delay({number, why, {elapsed}, retry_after}, random);
  return wait ? wait->count : -1;
}

// The service's own SDKs: three tries, 200 ms, 20 s.
constexpr exponential_backoff usual;
static_assert(delay(usual, 1, 0) == 0 && delay(usual, 1, 200) == 200 && delay(usual, 1, 201) == 0);
static_assert(delay(usual, 2, 400) == 400 && delay(usual, 2, 401) == 0);
static_assert(delay(usual, 3, 0) == -1);

constexpr exponential_backoff patient{.attempts = 100, .deadline = {0}};
static_assert(delay(patient, 7, 12'800) == 12'800 && delay(patient, 8, 20'000) == 20'000 &&
              delay(patient, 8, 20'001) == 0);
static_assert(delay(patient, 99, 20'000) == 20'000 && delay(patient, 99, 20'001) == 0 && delay(patient, 100, 0) == -1);

}  // namespace

TEST_CASE("the wait is a part of a time that doubles up to the cap") {
  std::uint64_t random = 88172645463325252u;
  for (int number = 1; number != 100; ++number) {
    std::int64_t most = 200;
    for (int i = 1; i < number; ++i) most = most * 2 > 20'000 ? 20'000 : most * 2;
    std::int64_t shortest = most, longest = 0;
    for (int i = 0; i != 1'000; ++i) {
      random ^= random << 13, random ^= random >> 7, random ^= random << 17;
      const auto wait = delay(patient, number, random);
      REQUIRE(wait >= 0);
      REQUIRE(wait <= most);
      shortest = wait < shortest ? wait : shortest;
      longest = wait > longest ? wait : longest;
    }
    // Full jitter: all of the time is used, down to no wait at all.
    CHECK(shortest < most / 10);
    CHECK(longest > most * 9 / 10);
    for (std::uint64_t extreme : {std::uint64_t{0}, most_random, most_random - 1, most_random / 2}) {
      CHECK(delay(patient, number, extreme) >= 0);
      CHECK(delay(patient, number, extreme) <= most);
    }
  }
}

TEST_CASE("no attempt begins after the deadline") {
  constexpr exponential_backoff hurried{.attempts = 100, .base = {100}, .cap = {100}, .deadline = {1'000}};
  CHECK(delay(hurried, 1, 100, 900) == 100);
  CHECK(delay(hurried, 1, 100, 901) == -1);
  CHECK(delay(hurried, 1, 0, 1'000) == 0);
  CHECK(delay(hurried, 1, 0, 1'001) == -1);
  CHECK(delay(patient, 1, 0, std::numeric_limits<std::int64_t>::max() / 2) == 0);
}

TEST_CASE("what the service wants to wait is waited, and a part on top of it, so that not all come back together") {
  using told = upcall::milliseconds;
  constexpr exponential_backoff policy{.base = {100}, .deadline = {1'000}};
  CHECK(delay(policy, 1, 0, 0, told{700}) == 700);
  CHECK(delay(policy, 1, 100, 0, told{700}) == 800);
  CHECK(delay(policy, 1, 100, 200, told{750}) == 800);  // the deadline cuts that part
  CHECK(delay(policy, 1, 100, 250, told{750}) == 750);
  CHECK(delay(policy, 1, 0, 251, told{750}) == -1);  // but not what is wanted
  CHECK(delay(policy, 1, 0, 0, told{1'001}) == -1);
  CHECK(delay(policy, 1, 50, 0, told{0}) == 50);
  CHECK(delay(policy, 3, 0, 0, told{1}) == -1);
  CHECK(delay(patient, 1, 200, 0, told{1'000'000'000'000}) == 1'000'000'000'200);
}

TEST_CASE("odd settings do no harm") {
  CHECK(delay({.attempts = 1}, 1, 0) == -1);
  CHECK(delay({.attempts = 0}, 1, 0) == -1);
  CHECK(delay({.attempts = -1}, 1, 0) == -1);
  CHECK(delay({.base = {0}}, 1, most_random) == 0);
  CHECK(delay({.base = {-1}}, 1, most_random) == 0);
  CHECK(delay({.cap = {-1}}, 2, most_random) == 0);
  CHECK(delay({.base = {500}, .cap = {100}}, 1, most_random) <= 100);
  constexpr auto endless = std::numeric_limits<std::int64_t>::max();
  CHECK(delay({.attempts = 200, .base = {1}, .cap = {endless}, .deadline = {0}}, 150, most_random) >= 0);
  CHECK(delay({.attempts = 200, .base = {endless}, .cap = {endless}, .deadline = {0}}, 150, most_random) >= 0);
  constexpr exponential_backoff slow{.attempts = 200, .base = {endless}, .cap = {endless}, .deadline = {0}};
  CHECK(delay(slow, 150, std::uint64_t{1} << 62, 0, upcall::milliseconds{endless}) == endless);
}
