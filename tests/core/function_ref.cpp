// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <memory>
#include <type_traits>
#include <upcall/core/function_ref.hpp>

using namespace upcall;

namespace {

using progress = function_ref<bool(int)>;

struct adder {
  int sum = 0;
  bool operator()(int number) {
    sum += number;
    return sum < 10;
  }
};

}  // namespace

static_assert(std::is_trivially_copyable_v<progress> && sizeof(progress) == 2 * sizeof(void*));
static_assert(std::is_convertible_v<adder&, progress> && !std::is_convertible_v<int, progress> &&
              !std::is_convertible_v<void (*)(), progress>);
static_assert(!std::is_convertible_v<int (*)(const char*), progress>);

TEST_CASE("it calls what it refers to, with its state") {
  adder add;
  const progress report = add;
  CHECK(report);
  CHECK(report(4));
  CHECK_FALSE(report(6));
  CHECK(add.sum == 10);
}

TEST_CASE("one that refers to nothing says so") { CHECK_FALSE(progress{}); }

TEST_CASE("a lambda of the call, a constant object and a copy are called, too") {
  auto apply = [](function_ref<int(int)> function) { return function(20); };
  CHECK(apply([](int number) { return number + 1; }) == 21);
  const auto constant = [](int number) { return number + 2; };
  const function_ref<int(int)> first = constant;
  const function_ref<int(int)> second = first;
  CHECK(second(20) == 22);
}

TEST_CASE("arguments that can only be moved arrive") {
  auto take = [](std::unique_ptr<int> number) { return *number; };
  const function_ref<int(std::unique_ptr<int>)> function = take;
  CHECK(function(std::make_unique<int>(3)) == 3);
}

namespace {
int twice(int n) { return 2 * n; }
}  // namespace

TEST_CASE("a function is referred to by its name") {
  const upcall::function_ref<int(int)> by_name = twice;
  const upcall::function_ref<int(int)> by_address = &twice;
  CHECK(by_name(4) == 8);
  CHECK(by_address(5) == 10);
}
