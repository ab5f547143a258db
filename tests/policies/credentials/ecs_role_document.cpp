// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/wiped.hpp"
#include <string>
#include <upcall/policies/credentials/ecs_role_document.hpp>

using upcall::read_ecs_role_document;

TEST_CASE("ecs role document: its credentials are read, and what else it says is passed over") {
  given::watched<upcall::result<upcall::temporary_credentials>> got{read_ecs_role_document(
      R"({"Code":"Success","AccessKeyId":"STS.fake-id","AccessKeySecret":"fake-secret","More":{"a":[1]},)"
      R"("SecurityToken":"fake\u002ftoken","Expiration":"2023-11-15T04:13:20Z","LastUpdated":"2023-11-14"})")};
  REQUIRE(*got);
  CHECK((*got)->access_key_id == "STS.fake-id");
  CHECK((*got)->access_key_secret == "fake-secret");
  CHECK((*got)->security_token == "fake/token");
  CHECK((*got)->expires == upcall::timestamp{1'700'021'600});
  got.end();
  CHECK_FALSE(got.holds("fake"));
}

TEST_CASE("ecs role document: what the service says in place of credentials is passed on") {
  const auto got = read_ecs_role_document(R"({"Code":"AssumeRoleUnauthorized","Message":"x"})");
  REQUIRE_FALSE(got);
  CHECK(got.error().kind == upcall::fault::client);
  CHECK(got.error().code == "AssumeRoleUnauthorized");
  CHECK(got.error().message.view().ends_with("has no credentials: AssumeRoleUnauthorized"));
}

TEST_CASE("ecs role document: without an end, or with texts that are too long, it is none") {
  const auto message = [](const std::string& text) {
    const auto got = read_ecs_role_document(text);
    return got ? std::string{} : std::string{got.error().message.view()};
  };
  CHECK(message(R"({"Code":"Success"})").find("when its credentials end") != std::string::npos);
  CHECK(message(R"({"Code":"Success","Expiration":"soon"})").find("when its credentials end") != std::string::npos);
  for (const char* name : {"AccessKeyId", "AccessKeySecret"}) {
    const auto of_length = [&](std::size_t size) {
      return R"({"Code":"Success","Expiration":"2023-11-15T04:13:20Z",")" + std::string{name} + R"(":")" +
             std::string(size, 'x') + "\"}";
    };
    CHECK(message(of_length(128)).empty());
    CHECK(message(of_length(129)).find("no document") != std::string::npos);
  }
}
