// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/client.hpp"
#include "support/memory_peer.hpp"
#include "support/wiped.hpp"
#include <string>
#include <upcall/policies/credentials/ecs_role.hpp>
#include <upcall/policies/credentials/refreshing.hpp>
#include <vector>

using upcall::basic_ecs_ram_role_credentials;
using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;
using upcall::result;
using upcall::temporary_credentials;

namespace {

using recorded_role = basic_ecs_ram_role_credentials<recorded>;

const std::string document = R"({
  "AccessKeyId" : "STS.fake-id", "AccessKeySecret" : "fake-secret", "Expiration" : "2023-11-15T04:13:20Z",
  "SecurityToken" : "fake\/token==", "LastUpdated" : "2023-11-14T22:13:20Z", "Code" : "Success"
})";
constexpr upcall::timestamp ends{1'700'021'600};
const recorded_answer token{200, {}, "fake-metadata-token"}, name{200, {}, "FakeRole\n"}, found{200, {}, document};

static_assert(upcall::temporary_credentials_source<recorded_role::state>);
static_assert(upcall::temporary_credentials_source<upcall::ecs_ram_role_credentials::state>);

result<temporary_credentials> fetched(std::vector<recorded_answer> answers, recorded_role policy = {}) {
  policy.over.answers = std::move(answers);
  return recorded_role::state{std::move(policy)}.fetch();
}
void fails(std::vector<recorded_answer> answers, std::string_view words, recorded_role policy = {}) {
  const auto got = fetched(std::move(answers), std::move(policy));
  REQUIRE_FALSE(got);
  INFO(got.error().message.view());
  CHECK(got.error().message.view().find(words) != std::string_view::npos);
  CHECK(got.error().message.view().find("fake-") == std::string_view::npos);
  CHECK_FALSE(got.error().message.cut());
}

}  // namespace

TEST_CASE("ecs role: a token, the role's name, its credentials") {
  recorded_role::state from{recorded_role{.over = {{token, name, found}}}};
  const auto got = from.fetch();
  REQUIRE(got);
  CHECK(got->access_key_id == "STS.fake-id");
  CHECK(got->access_key_secret == "fake-secret");
  CHECK(got->security_token == "fake/token==");
  CHECK(got->expires == ends);

  const auto& sent = from.over().requests();
  REQUIRE(sent.size() == 3);
  CHECK(sent[0].method == "PUT");
  CHECK(sent[0].host == "100.100.100.200");
  CHECK(sent[0].target == "/latest/api/token");
  REQUIRE(sent[0].header("x-aliyun-ecs-metadata-token-ttl-seconds") != nullptr);
  CHECK(*sent[0].header("x-aliyun-ecs-metadata-token-ttl-seconds") == "60");
  CHECK(sent[1].target == "/latest/meta-data/ram/security-credentials/");
  CHECK(sent[2].target == "/latest/meta-data/ram/security-credentials/FakeRole");
  for (std::size_t i : {1u, 2u}) {
    CHECK(sent[i].method == "GET");
    REQUIRE(sent[i].header("x-aliyun-ecs-metadata-token") != nullptr);
    CHECK(*sent[i].header("x-aliyun-ecs-metadata-token") == "fake-metadata-token");
  }
}

TEST_CASE("ecs role: a role that is named is not asked for, and may be looked for elsewhere") {
  recorded_role::state from{
      recorded_role{.role_name = "Fake.Role_1-2", .service = "http://127.0.0.1:8080/", .over = {{token, found}}}};
  REQUIRE(from.fetch());
  REQUIRE(from.over().requests().size() == 2);
  CHECK(from.over().requests()[0].host == "127.0.0.1:8080");
  CHECK(from.over().requests()[0].target == "/latest/api/token");
  CHECK(from.over().requests()[1].target == "/latest/meta-data/ram/security-credentials/Fake.Role_1-2");
}

TEST_CASE("ecs role: a service that knows no tokens is asked without, unless only with one") {
  for (int status : {400, 403, 404, 405}) {
    recorded_role::state from{recorded_role{.over = {{{status, {}, ""}, name, found}}}};
    REQUIRE(from.fetch());
    for (const auto& each : from.over().requests()) CHECK(each.header("x-aliyun-ecs-metadata-token") == nullptr);
    fails({{status, {}, ""}, name, found}, "gives no token", {.token_only = true});
  }
}

TEST_CASE("ecs role: a token that is not given, or cannot be sent") {
  for (int status : {204, 302, 500, 503}) fails({{status, {}, ""}, name, found}, "gives no token");
  for (const char* bad : {"", " \n", "fake\nx-evil: 1", "fake\x01"}) {
    fails({{200, {}, bad}, name, found}, "token that cannot be sent");
  }
  fails({{200, {}, std::string(1025, 't')}, name, found}, "token that cannot be sent");
  CHECK(fetched({{200, {}, std::string(1024, 't') + "\r\n"}, name, found}));
}

TEST_CASE("ecs role: no name of a role leads elsewhere") {
  const std::string long_name(65, 'r');
  for (std::string_view bad : {"a/b", "../token", ".", "..", "a b", "a\nb", "a?b", "a#b", "a%2fb", "a~b", "\xc3\xa4",
                               std::string_view{long_name}.data()}) {
    fails({token, found}, "1 to 64 letters", {.role_name = bad});
    fails({token, {200, {}, std::string{bad}}, found}, "tells no role's name");
  }
  for (const char* none : {"", "\n", "One\nTwo", "<html></html>"}) {
    fails({token, {200, {}, none}, found}, "give it as .role_name");
  }
  const std::string longest(64, 'r');
  CHECK(fetched({token, {200, {}, longest}, found}));
  CHECK(fetched({token, found}, {.role_name = longest}));
}

TEST_CASE("ecs role: a refusal says what to do") {
  fails({token, {404, {}, ""}}, "attach one");
  fails({token, name, {404, {}, ""}}, "no RAM role of that name");
  for (int status : {302, 403, 429, 500}) {
    const auto got = fetched({token, name, {status, {{"location", "http://other.example.com/"}}, document}});
    REQUIRE_FALSE(got);
    CHECK(got.error().kind == fault::server);
    CHECK(got.error().status == status);
  }
  fails({}, "is this a machine of the cloud's?");
  fails({token}, "is this a machine of the cloud's?");
  fails({token, name}, "is this a machine of the cloud's?");
}

TEST_CASE("ecs role: what is no document of credentials") {
  for (const char* bad : {"", "[]", "null", "<html>", "{", R"({"Code":"Success"}x)", R"({"Code":1})",
                          R"({"Code":"Success","AccessKeySecret":["fake-secret"]})"}) {
    fails({token, name, {200, {}, bad}}, "no document with credentials");
  }
  fails({token, name, {200, {}, R"({"Code":"AssumeRoleUnauthorized"})"}}, "has no credentials: AssumeRoleUnauthorized");
  fails({token, name, {200, {}, "{}"}}, "has no credentials");
  for (const char* when : {"", "soon", "2023-11-15 04:13:20", "2023-13-15T04:13:20Z"}) {
    fails({token, name, {200, {}, R"({"Code":"Success","Expiration":")" + std::string{when} + "\"}"}}, "end");
  }
  const std::string longer(9000, 't');
  fails({token, name, {200, {}, R"({"Code":"Success","SecurityToken":")" + longer + "\"}"}}, "no document");
  fails({token, name, {200, {}, document + std::string(20'000, ' ')}}, "longer than anything that was asked for");
}

TEST_CASE("ecs role: an address that is none") {
  fails({token, name, found}, "", {.service = "gopher://127.0.0.1"});
  const std::string longer = "http://" + std::string(600, 'h');
  fails({token, name, found}, "too long", {.service = longer});
}

TEST_CASE("ecs role: what is missing in the document is told by who refreshes") {
  recorded_role role{.over = {{token, name, {200, {}, R"({"Code":"Success","Expiration":"2023-11-15T04:13:20Z"})"}}}};
  upcall::refreshing_credentials<recorded_role>::state held{upcall::refreshing_credentials{std::move(role)}};
  const auto got = held.current({1'700'000'000});
  REQUIRE_FALSE(got);
  CHECK(got.error().message.view().find("empty key id") != std::string_view::npos);
}

TEST_CASE("ecs role: over HTTP/1.1, nothing of the secrets stays in the source") {
  using memory_role =
      basic_ecs_ram_role_credentials<upcall::http1_transport<upcall::secretive<given::memory_stream>, 4096>>;
  given::memory_peer far{laws::in_order({token, name, found})};
  given::watched<memory_role::state> from{memory_role{.over = {{{&far}}}}};
  {
    given::watched<result<temporary_credentials>> got{from->fetch()};
    REQUIRE(*got);
    CHECK((*got)->access_key_secret == "fake-secret");
    CHECK_FALSE(from.holds("fake-"));
    got.end();
    CHECK_FALSE(got.holds("fake-"));
  }
  CHECK(far.places == std::vector<std::string>{"http://100.100.100.200:80"});
  REQUIRE(far.requests().size() == 3);
  CHECK(*far.requests()[0].header("content-length") == "0");
}

TEST_CASE("ecs role: a client on sockets signs with what a server on loopback gives") {
  laws::peer server{laws::in_order({{404, {}, "no tokens here"}, name, found})};
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  given::client oss{given::service, recorded{{{}, {}}},
                    upcall::refreshing_credentials{upcall::ecs_ram_role_credentials{.service = url}}};
  auto bucket = oss.bucket("examplebucket");
  REQUIRE(bucket.put_object("a", upcall::text{"hello"}));
  REQUIRE(bucket.put_object("b", upcall::text{"hello"}));
  REQUIRE(given::requests(oss).size() == 2);
  for (const auto& each : given::requests(oss)) {
    CHECK(*each.header("x-oss-security-token") == "fake/token==");
    CHECK(each.header("authorization")->find("Credential=STS.fake-id/") != std::string::npos);
  }
  CHECK(server.requests().size() == 3);
}

TEST_CASE("ecs role: where nobody listens a client says so") {
  const laws::peer::closed_port nobody;
  const std::string url = "http://127.0.0.1:" + std::to_string(nobody.number());
  given::client oss{given::service, recorded{{{}}},
                    upcall::refreshing_credentials{upcall::ecs_ram_role_credentials{.service = url}}};
  const auto got = oss.bucket("examplebucket").put_object("a", upcall::text{"hello"});
  REQUIRE_FALSE(got);
  CHECK(got.error().kind == fault::client);
  CHECK(got.error().message.view().find("is this a machine of the cloud's?") != std::string_view::npos);
  CHECK(given::requests(oss).empty());
}
