// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "operations/given_policies.hpp"
#include <upcall/operations/left_behind.hpp>

using upcall::detail::find_left_behind;

namespace {

constexpr upcall::subject k{"examplebucket", "k"};
constexpr upcall::timestamp begun{1'700'000'000};

}  // namespace

TEST_CASE("left_behind: uploads of exactly one object, but one, begun since") {
  given::service_policies at;
  at.service_time = {begun.seconds - 15 * 60 - 1};  // of an earlier call: the clocks differ by no more
  at.begin(k);
  at.service_time = {begun.seconds - 15 * 60};
  const std::string early = at.begin(k);
  at.service_time = {begun.seconds + 1};
  const std::string late = at.begin(k);
  at.begin({"examplebucket", "k2"});
  at.begin({"examplebucket", "j"});
  at.begin({"other-bucket", "k"});
  at.service_time = begun;

  auto found = find_left_behind(at.with, k, begun, {}, false);
  REQUIRE(found);
  CHECK(found->count == 2);
  CHECK((found->last == early || found->last == late));
  CHECK(at.at.uploads().size() == 6);

  for (std::uint32_t count : {1u, 0u}) {
    found = find_left_behind(at.with, k, begun, late, true);
    REQUIRE(found);
    CHECK(found->count == count);
    CHECK(found->last == (count == 1 ? early : ""));
    CHECK(at.at.uploads().size() == 5);
  }
}

TEST_CASE("left_behind: all of them are aborted, however many") {
  given::service_policies at;
  for (int i = 0; i != 20; ++i) at.begin(k);
  at.begin({"examplebucket", "k2"});
  CHECK(find_left_behind(at.with, k, begun, {}, true)->count == 20);
  REQUIRE(at.at.uploads().size() == 1);
  CHECK(at.at.uploads()[0].key == "k2");
}

TEST_CASE("left_behind: one that cannot be aborted is reported all the same") {
  given::service_policies at;
  at.begin(k);
  at.at.faults().add("DELETE:*:status=403");
  const auto found = find_left_behind(at.with, k, begun, {}, true);
  REQUIRE(found);
  CHECK(found->count == 1);
  CHECK(found->last == at.at.uploads().at(0).id);
  CHECK(std::count(at.seen.lines.begin(), at.seen.lines.end(), "DELETE uploadId") == 1);
}

TEST_CASE("left_behind: a list that cannot be had is a failure, not an empty one") {
  given::service_policies at;
  at.at.faults().add("GET?uploads:*:status=403");
  const auto found = find_left_behind(at.with, k, begun, {}, false);
  REQUIRE_FALSE(found);
  CHECK(found.error().status == 403);
}
