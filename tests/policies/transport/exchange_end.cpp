// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/transport/exchange_end.hpp>

using upcall::milliseconds;
using upcall::detail::exchange_end;

TEST_CASE("an exchange without an end has the limits of its waits") {
  exchange_end end;
  CHECK_FALSE(end.is_set());
  CHECK_FALSE(end.passed());
  for (const milliseconds limit : {milliseconds{-1}, milliseconds{0}, milliseconds{600'000}})
    CHECK(end.within(limit) == limit);
  end.set({600'000});
  for (const milliseconds none : {milliseconds{0}, milliseconds{-1}}) {
    end.set(none);
    CHECK_FALSE(end.is_set());
    CHECK_FALSE(end.passed());
  }
}

TEST_CASE("the end of an exchange is that of each of its waits") {
  exchange_end end;
  end.set({600'000});
  CHECK(end.is_set());
  CHECK_FALSE(end.passed());
  CHECK(end.within({10}) == milliseconds{10});
  for (const milliseconds limit : {milliseconds{-1}, milliseconds{0}, milliseconds{700'000}}) {
    CHECK(end.within(limit) > milliseconds{500'000});
    CHECK(end.within(limit) <= milliseconds{600'000});
  }
}

TEST_CASE("an exchange's end passes, and then no wait is without a limit") {
  exchange_end end;
  end.set({1});
  while (!end.passed()) continue;
  CHECK(end.within({0}) == milliseconds{1});
  CHECK(end.within({10}) == milliseconds{1});
}
