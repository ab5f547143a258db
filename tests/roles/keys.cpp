// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string_view>
#include <upcall/policies/keys/pinned.hpp>
#include <upcall/roles/keys.hpp>

namespace {

struct own {
  using role = upcall::role::keys;
  upcall::result<std::string_view> key_for(std::string_view url);
};
struct holding {
  struct held {
    operator std::string_view() const;
  };
  upcall::result<held> key_for(std::string_view url);
};
struct no_text {
  upcall::result<int> key_for(std::string_view url);
};
struct misspelt {
  upcall::result<std::string_view> key(std::string_view url);
};
struct wrong_result {
  std::string_view key_for(std::string_view url);
};

}  // namespace

TEST_CASE("what gives keys, and what does not") {
  STATIC_REQUIRE(upcall::keys<own>);
  STATIC_REQUIRE(upcall::keys<upcall::pinned_keys>);
  STATIC_REQUIRE(upcall::keys<const upcall::pinned_keys>);
  STATIC_REQUIRE(upcall::role::keys::check<upcall::pinned_keys>());
  STATIC_REQUIRE(upcall::keys<holding>);
  STATIC_REQUIRE_FALSE(upcall::keys<const own>);
  STATIC_REQUIRE_FALSE(upcall::keys<no_text>);
  STATIC_REQUIRE_FALSE(upcall::keys<misspelt>);
  STATIC_REQUIRE_FALSE(upcall::keys<wrong_result>);
}
