// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/errors/returning.hpp>

using upcall::result;

namespace {

// The result is built where the caller wants it: it is not even moved.
struct immovable {
  explicit immovable(int n) : number(n) {}
  immovable(immovable&&) = delete;
  int number;
};

}  // namespace

TEST_CASE("a result is handed over as it is") {
  CHECK(*upcall::returning::unwrap([] { return result<int>{7}; }, {}) == 7);
  const auto why = upcall::returning::unwrap(
      [] {
        return result<int>{upcall::failure{upcall::fault::server, "no", 404}};
      },
      {"b", "k"});
  REQUIRE_FALSE(why);
  CHECK(why.error().status == 404);
  const immovable one = upcall::returning::unwrap([] { return immovable{9}; }, {});
  CHECK(one.number == 9);
}
