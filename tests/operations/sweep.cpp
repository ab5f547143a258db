// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <string>

using given::service_and_client;

namespace {

constexpr upcall::milliseconds day{86'400'000};

}  // namespace

TEST_CASE("uploads that were left behind are deleted, those of other keys and younger ones are not") {
  std::int64_t ago = 2 * 86'400;
  auto settings = given::service_settings();
  settings.access_key_id.clear();  // nothing is signed for, so the service's clock may be set back
  settings.now = [&ago] { return upcall::timestamp{given::clock{}.now().seconds - ago}; };
  service_and_client<> old{settings};
  for (int i = 0; i != 20; ++i) REQUIRE(old.bucket.initiate_upload("logs/" + std::to_string(i)));
  REQUIRE(old.bucket.initiate_upload("other"));
  ago = 0;
  REQUIRE(old.bucket.initiate_upload("logs/young"));

  const auto out = old.bucket.sweep("logs/", day);
  REQUIRE(out);
  CHECK(out->aborted == 20);
  CHECK(out->failed == 0);
  REQUIRE(old.service.uploads().size() == 2);
  CHECK(old.bucket.sweep("", day)->aborted == 1);
  CHECK(old.bucket.sweep("", day)->aborted == 0);
}

TEST_CASE("uploads that cannot be deleted are counted") {
  std::int64_t ago = 2 * 86'400;
  auto settings = given::service_settings();
  settings.access_key_id.clear();
  settings.now = [&ago] { return upcall::timestamp{given::clock{}.now().seconds - ago}; };
  service_and_client<> at{settings};
  for (int i = 0; i != 20; ++i) REQUIRE(at.bucket.initiate_upload("logs/" + std::to_string(i)));
  ago = 0;
  at.fault("DELETE:*:status=403");
  const auto out = at.bucket.sweep("logs/", day);
  REQUIRE(out);
  CHECK(out->aborted == 0);
  CHECK(out->failed == 8);
  CHECK(at.service.uploads().size() == 20);
}
