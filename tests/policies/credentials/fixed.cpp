// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/credentials/fixed.hpp>

TEST_CASE("fixed credentials are the same at any time") {
  const upcall::fixed_credentials lasting{"fake-id", "fake-secret"}, temporary{"fake-id", "fake-secret", "fake-token"};
  for (std::int64_t now : {0, 1'700'000'000}) {
    CHECK(lasting.current({now})->access_key_secret == "fake-secret");
    CHECK(lasting.current({now})->security_token.empty());
    CHECK(temporary.current({now})->security_token == "fake-token");
  }
}
