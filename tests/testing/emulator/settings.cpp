// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/settings.hpp>

TEST_CASE("what an emulator does unless it is told otherwise") {
  const upcall::emulator_settings settings;
  CHECK(settings.access_key_id.empty());
  CHECK(settings.root.empty());
  CHECK(settings.callbacks == upcall::callback_reach::loopback);
  CHECK(settings.callback_timeout == upcall::milliseconds{5000});
  CHECK(settings.now() > upcall::timestamp{1735689600});
  CHECK_NOTHROW(settings.sleep({0}));
}
