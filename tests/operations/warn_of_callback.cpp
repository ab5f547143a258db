// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include "support/observed.hpp"
#include <string>
#include <upcall/operations/warn_of_callback.hpp>
#include <upcall/policies/callback_encoder/in_query.hpp>
#include <upcall/policies/callback_encoder/none.hpp>

namespace {

using given::observed;
using upcall::recorded;

inline constexpr upcall::callback far{.url = "http://app.example.com/done", .body = "object=${object}"};
inline constexpr upcall::callback here{.url = "http://127.1:8080/done", .body = "object=${object}"};

const upcall::recorded_answer good{.headers = {{"ETag", "\"E\""}}};

// How often a put with these warns.
int warnings(const upcall::endpoint& endpoint, const upcall::put_object_options& options, auto... policies) {
  observed seen;
  given::client oss{endpoint, recorded{{good}}, seen, policies...};
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, options));
  return seen.count("warning");
}

struct twice {
  using role = upcall::role::retry;
  static std::optional<upcall::milliseconds> next_delay(const upcall::attempt& failed, std::uint64_t) {
    if (failed.number == 2) return {};
    return upcall::milliseconds{1};
  }
};

}  // namespace

TEST_CASE("a callback to a private host is warned of before anything is sent") {
  observed seen;
  given::client oss{given::service, recorded{{good}}, seen};
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.callback = upcall::encoded<here>}));
  CHECK(seen.kinds() == std::vector<std::string>{"warning", "sending", "answered"});
  CHECK(seen.all()[0].starts_with("warning examplebucket/k callback: .url names this machine or a private network"));
}

TEST_CASE("a callback is warned of however it is given, and only where its host is private") {
  const upcall::callback later = here, later_far = far,
                         list{.url = {"http://app.example.com", "https://10.0.0.1"}, .body = "object=${object}"};
  const upcall::field by_hand[] = {{"x-oss-callback", upcall::encoded<here>.parameter}};
  CHECK(warnings(given::service, {.callback = upcall::encoded<here>}) == 1);
  CHECK(warnings(given::service, {.callback = later}) == 1);
  CHECK(warnings(given::service, {.callback = list}) == 1);
  CHECK(warnings(given::service, {.headers = by_hand}) == 1);
  CHECK(warnings(given::service, {.callback = upcall::encoded<here>}, upcall::callback_in_query{}) == 1);
  CHECK(warnings(given::service, {}) == 0);
  CHECK(warnings(given::service, {.callback = upcall::encoded<far>}) == 0);
  CHECK(warnings(given::service, {.callback = later_far}) == 0);
}

TEST_CASE("an endpoint on this machine or in a private network may call its own") {
  for (const char* url : {"http://127.0.0.1:8080", "http://localhost", "http://192.168.1.2"})
    CHECK(warnings({.url = url, .region = "cn-hangzhou"}, {.callback = upcall::encoded<here>}) == 0);
}

TEST_CASE("a client that sends no callbacks warns of one that is given by hand") {
  observed seen;
  given::client oss{given::service, recorded{{good}}, seen, upcall::no_callback{}};
  const upcall::field by_hand[] = {{"x-oss-callback", upcall::encoded<here>.parameter}};
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.headers = by_hand}));
  CHECK(seen.count("warning") == 1);
}

TEST_CASE("a request that is sent again warns once") {
  observed seen;
  given::client oss{given::service, recorded{{{.status = 503}, good}}, seen, twice{}};
  REQUIRE(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.callback = upcall::encoded<here>}));
  CHECK(seen.count("sending") == 2);
  CHECK(seen.count("warning") == 1);

  observed of_complete;
  given::client other{given::service,
                      recorded{{{.status = 503}, {.status = 404, .headers = {{"x-oss-request-id", "R"}}}, good}},
                      of_complete, twice{}};
  const upcall::stored_part part{1, 5, 0, {"\"P\""}};
  REQUIRE(other.bucket("examplebucket").complete_upload("k", "id", {&part, 1}, {.callback = upcall::encoded<here>}));
  CHECK(of_complete.count("sending") == 3);
  CHECK(of_complete.count("warning") == 1);
}
