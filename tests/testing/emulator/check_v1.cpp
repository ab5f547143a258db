// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/emulator/signed_vectors.hpp"
#include <upcall/testing/emulator/check_v1.hpp>

using namespace signed_vectors;

TEST_CASE("a URL signed with V1 ends when it says") {
  auto [v1, v1_settings] = url_case("presign-v1.json", "v1q-get");
  const std::int64_t life = vector_named("presign-v1.json", "v1q-get")["input"]["expires_in"];
  move_clock(v1_settings, life);
  CHECK(refused(v1, v1_settings) == "");
  move_clock(v1_settings, 1);
  CHECK(refused(v1, v1_settings) == "AccessDenied");
}
