// SPDX-License-Identifier: Apache-2.0
#include <upcall/testing/emulator_keys.hpp>

#include "catch.hpp"

#include <upcall/testing/loopback_keys.hpp>

static_assert(upcall::keys<upcall::emulator_keys>);

TEST_CASE("emulators of this process are trusted, and no other key is") {
  const upcall::emulator_keys keys;
  const auto key = keys.key_for(upcall::testing::key_url_without_server);
  REQUIRE(key);
  CHECK(*key == upcall::testing::emulator_key().public_pem());
  CHECK_FALSE(keys.key_for("http://127.0.0.1:80/callback_pub_key_v1.pem"));
  CHECK_FALSE(keys.key_for("http://gosspublic.alicdn.com/callback_pub_key_v1.pem"));
  CHECK_FALSE(upcall::port_of_emulator_key(upcall::testing::key_url_without_server));
}
