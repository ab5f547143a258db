// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <memory>
#include <upcall/core/result.hpp>

using namespace upcall;

namespace {

constexpr result<int> half(int number) {
  if (number % 2 != 0) return failure{fault::client, "odd"};
  return number / 2;
}
struct pinned {
  int value;
  explicit pinned(int with) : value(with) {}
  pinned(const pinned&) = delete;
};

}  // namespace

// Named, because g++ 12 does not take the address of a member of a temporary for a constant.
static_assert([] {
  const auto two = half(4), none = half(3);
  auto eight = half(16), six = half(12);
  const auto one = std::move(eight).and_then(half), odd = std::move(six).and_then(half);
  return two && two.has_value() && *two == 2 && !none && !none.has_value() && none.error().kind == fault::client &&
         none.error().message == "odd" && *one == 4 && *odd == 3;
}());
static_assert(result<nothing>{nothing{}}.has_value() && nothing{} == nothing{});

TEST_CASE("steps follow one another up to the first failure") {
  CHECK(*half(8).and_then(half).and_then(half) == 1);
  CHECK_FALSE(half(6).and_then(half));
  CHECK(half(5).and_then(half).error().message == "odd");
}

TEST_CASE("what follows a failure is not called") {
  int calls = 0;
  auto count = [&](int number) {
    ++calls;
    return result<int>{number};
  };
  CHECK_FALSE(half(3).and_then(count));
  CHECK(calls == 0);
  CHECK(half(2).and_then(count));
  CHECK(calls == 1);
}

TEST_CASE("a value that can only be moved is moved out") {
  result<std::unique_ptr<int>> held{std::make_unique<int>(5)};
  CHECK(**held == 5);
  const std::unique_ptr<int> mine = *std::move(held);
  CHECK(*mine == 5);
  auto next = result<std::unique_ptr<int>>{std::make_unique<int>(6)}.and_then(
      [](std::unique_ptr<int> got) { return result<int>{*got}; });
  CHECK(*next == 6);
}

TEST_CASE("a result takes a copy of what stays the caller's, though it is no plain bytes") {
  const auto theirs = std::make_shared<int>(1);
  const auto lent = [&]() -> result<std::shared_ptr<int>> { return theirs; }();
  CHECK((*lent == theirs && theirs.use_count() == 2));
}

TEST_CASE("a large result begins as a failure, and gets its value in place") {
  result<pinned> held{upcall::pending{}};
  CHECK_FALSE(held);
  held.error().status = 500;
  CHECK(held.error().status == 500);
  held.emplace(8);
  CHECK(held);
  held->value += 1;
  CHECK((*held).value == 9);
  const result<pinned>& same = held;
  CHECK(same->value == 9);
}

TEST_CASE("a value in place becomes a failure in place, and ends") {
  result<std::shared_ptr<int>> out{pending{}};
  const auto held = out.emplace(std::make_shared<int>(5));
  CHECK(held.use_count() == 2);
  out.fail(fault::transport, "no answer");
  CHECK(held.use_count() == 1);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  out.fail(failure{fault::client, "odd"});
  CHECK(out.error().message == "odd");
  CHECK(*out.emplace(held) == 5);
}

TEST_CASE("a result may begin as a failure of these words") {
  const result<std::shared_ptr<int>> shared{fault::transport, "no answer"};
  REQUIRE_FALSE(shared);
  CHECK(shared.error().message == "no answer");
  const auto refused = []() -> result<int> { return {fault::cancelled, "no more"}; }();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault::cancelled);
  CHECK(refused.error().status == 0);
}

TEST_CASE("a failure may be completed where it is") {
  result<int> none = failure{fault::server, "refused"};
  none.error().status = 403;
  CHECK(none.error().status == 403);
}

TEST_CASE("a value ends once, when its result is given another or ends") {
  const auto alive = std::make_shared<int>(0);
  {
    result<std::shared_ptr<int>> held = std::shared_ptr<int>{alive};
    CHECK(alive.use_count() == 2);
    result<std::shared_ptr<int>> taken = std::move(held);
    CHECK(*taken == alive);
    CHECK(alive.use_count() == 2);
    taken.emplace(alive);
    CHECK(alive.use_count() == 2);
    taken = failure{fault::server, "gone"};
    CHECK(taken.error().message == "gone");
    CHECK(alive.use_count() == 1);
    taken = std::shared_ptr<int>{alive};
    CHECK(*taken == alive);
    CHECK(alive.use_count() == 2);
  }
  CHECK(alive.use_count() == 1);
}
