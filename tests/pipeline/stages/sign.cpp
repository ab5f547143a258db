// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <upcall/policies/signer/anonymous.hpp>
#include <upcall/policies/workspace/borrowed.hpp>
#include <vector>

using upcall::fault;
using upcall::fixed_credentials;
using upcall::recorded;

namespace {

upcall::failure why_not(auto... policies) {
  given::client oss{given::service, recorded{{{}}}, policies...};
  auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  CHECK(given::requests(oss).empty());
  REQUIRE_FALSE(out);
  CHECK(out.error().message.view().find("fake-secret") == std::string_view::npos);
  return out.error();
}

struct none_today {
  using role = upcall::role::credentials;
  static upcall::result<upcall::credentials> current(upcall::timestamp) {
    return upcall::failure{fault::client, "no credentials today"};
  }
};

// Other credentials at each attempt; a token only with the first.
struct rotating {
  using role = upcall::role::credentials;
  int asked = 0;
  upcall::result<upcall::credentials> current(upcall::timestamp) {
    if (++asked == 1) return upcall::credentials{"first-id", "fake-secret", "fake-token"};
    return upcall::credentials{"second-id", "fake-secret"};
  }
};

struct second_later {
  using role = upcall::role::retry;
  static std::optional<upcall::milliseconds> next_delay(const upcall::attempt&, std::uint64_t) {
    return upcall::milliseconds{1'000};
  }
};

struct asks_for_credentials : upcall::sign_anonymous {
  static constexpr bool needs_credentials = true;
};

}  // namespace

TEST_CASE("credentials that do not fit into a header are refused before anything is sent") {
  for (const char* wrong : {"fake-id\n", "fake id", "\tfake-id", "fake-id\r\nX-Evil: 1", "fake\x7f"}) {
    INFO(wrong);
    for (const auto& each : {fixed_credentials{wrong, "fake-secret"},
                             fixed_credentials{"fake-id", "fake-secret", wrong}, fixed_credentials{"fake-id", wrong}}) {
      const auto why = why_not(each);
      CHECK(why.kind == fault::client);
      CHECK(why.message.view().find("read from a file") != std::string_view::npos);
    }
  }
}

TEST_CASE("credentials that cannot be had end the call as they say") {
  CHECK(why_not(none_today{}).message == "no credentials today");
}

TEST_CASE("who signs nothing is asked for no credentials") {
  given::client oss{given::service, recorded{{{}}}, none_today{}, upcall::sign_anonymous{}};
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  REQUIRE(given::requests(oss).size() == 1);
  CHECK(given::requests(oss)[0].header("authorization") == nullptr);
}

TEST_CASE("a region that is not known is refused before anything is sent") {
  given::client oss{upcall::endpoint{"https://media.example.com"}, recorded{{{}}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::client);
  CHECK(out.error().message.view().find("region") != std::string_view::npos);
  CHECK(given::requests(oss).empty());
}

TEST_CASE("each attempt is signed anew, with what is current then") {
  given::client oss{given::service, rotating{}, recorded{{{.status = 503}, {}}}, second_later{}};
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  const auto& sent = given::requests(oss);
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].header("authorization")->find("first-id") != std::string::npos);
  CHECK(*sent[0].header("x-oss-security-token") == "fake-token");
  CHECK(sent[1].header("authorization")->find("second-id") != std::string::npos);
  CHECK(sent[1].header("x-oss-security-token") == nullptr);
  CHECK(*sent[0].header("x-oss-date") < *sent[1].header("x-oss-date"));
}

TEST_CASE("a request that does not fit into its workspace is not sent") {
  upcall::workspace<upcall::limits::small> room;
  const std::string value(2'000, 'v');
  given::client oss{given::service, recorded{{{}}}, upcall::borrowed_workspace{room}};
  auto bucket = oss.bucket("examplebucket");
  std::vector<upcall::field> many;
  std::vector<std::string> names;
  for (int i = 0; i != 20; ++i) names.push_back("n" + std::to_string(i));
  for (const auto& name : names) many.push_back({name, "v"});
  const auto too_many = bucket.put_object("k", upcall::text{""}, {.metadata = std::span<const upcall::field>{many}});
  const std::string long_id(2'000, 'i');
  given::client other{given::service, recorded{{{}}}, upcall::borrowed_workspace{room},
                      fixed_credentials{long_id, "fake-secret"}};
  const auto too_long = other.bucket("examplebucket").put_object("k", upcall::text{""});
  for (const auto* out : {&too_many, &too_long}) {
    REQUIRE_FALSE(*out);
    CHECK(out->error().kind == fault::client);
    CHECK(out->error().message.view().find("workspace") != std::string_view::npos);
  }
  CHECK(given::requests(oss).empty());
  CHECK(given::requests(other).empty());
}

TEST_CASE("a signer that says it needs credentials is given them") {
  CHECK(why_not(asks_for_credentials{}, none_today{}).message == "no credentials today");
}

TEST_CASE("no value can smuggle in a header, wherever it comes from") {
  const auto check = [](upcall::endpoint where, const upcall::put_object_options& options) {
    given::client oss{where, recorded{{{}}}};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, options);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::client);
    CHECK(out.error().message.view().starts_with("header: a value"));
    CHECK(given::requests(oss).empty());
  };
  for (std::string_view value :
       std::initializer_list<std::string_view>{"a\r\nX-Evil: 1", "a\nb", "a\rb", {"a\0b", 3}, "a\x1b[0m", "a\x7f"}) {
    check(given::service, {.content_type = value});
    check(given::service, {.metadata = {{"author", value}}});
    check(given::service, {.headers = {{"cache-control", value}}});
    check(given::service, {.callback = upcall::encoded_callback{value}});
    check(given::service, {.callback = upcall::encoded_callback{"YQ==", value}});
    check({given::service.url, value}, {});
  }
}
