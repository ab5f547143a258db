// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/service.hpp"
#include <string>

using given::service_and_client;
using upcall::text;

namespace {

constexpr std::uint64_t part = 102'400;

}  // namespace

TEST_CASE("an upload that was begun twice, since an answer was lost, is told of") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  at.fault("POST?uploads:1:lost");
  const auto out = at.bucket.resumable_upload("k", text{whole}, {.part_size = part});
  REQUIRE(out);
  CHECK(out->left_behind == 1);
  REQUIRE(at.service.uploads().size() == 1);
  CHECK(out->left_behind_id == at.service.uploads()[0].id);
}

TEST_CASE("an upload is begun by its own nonce, which the object has afterwards") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  std::string nonces[2];
  for (std::string& nonce : nonces) {
    REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
    auto keep = [&](std::string_view name, std::string_view value) {
      if (name == "x-oss-meta-upcall-nonce") nonce = value;
    };
    REQUIRE(at.bucket.head_object("k", {.header = keep}));
    CHECK(nonce.size() == 32);
    at.oss.template policy<upcall::role::clock>().sleep({1});
  }
  CHECK(nonces[0] != nonces[1]);
}

TEST_CASE("an Initiate that is refused leaves no journal to go on with") {
  service_and_client<> at;
  const std::string whole = given::bytes(2 * part);
  at.fault("POST?uploads:1:status=403");
  REQUIRE_FALSE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  at.seen.lines.clear();
  REQUIRE(at.bucket.resumable_upload("k", text{whole}, {.part_size = part}));
  CHECK(at.seen.lines.front() == "POST uploads");
}
