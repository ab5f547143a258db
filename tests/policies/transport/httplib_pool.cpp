// SPDX-License-Identifier: Apache-2.0
// One pool for many threads.
#include "catch.hpp"
#include <upcall/policies/transport/httplib_pool.hpp>

TEST_CASE("a pool belongs to one transport") {
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<upcall::detail::httplib_pool>);
}
