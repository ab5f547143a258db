// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <string>
#include <string_view>
#include <upcall/policies/transport/fetch.hpp>
#include <upcall/testing/recorded.hpp>

using namespace std::literals;

namespace {

using upcall::fault;
using upcall::fetch;
using upcall::recorded;

TEST_CASE("fetch: asks whatever server the URL names, with its path and query, and no signature") {
  recorded::state over{recorded{{{200, {{"Content-Type", "text/plain"}}, "a key"}}}};
  std::array<char, 64> room{};
  const auto got = fetch(over, {.url = "https://keys.example.com/a/b_c.pem?v=1&w"}, room);
  REQUIRE(got);
  CHECK(got->status == 200);
  CHECK(got->body == "a key");
  REQUIRE(over.requests().size() == 1);
  const auto& sent = over.requests()[0];
  CHECK(sent.method == "GET");
  CHECK(sent.host == "keys.example.com");
  CHECK(sent.target == "/a/b_c.pem?v=1&w");
  CHECK(sent.headers.empty());
  CHECK_FALSE(sent.has_body);
}

TEST_CASE("fetch: an address with a port, headers, and a PUT that says it has no body") {
  recorded::state over{recorded{{{200, {}, "token"}}}};
  std::array<char, 64> room{};
  const upcall::field ttl[] = {{"x-ttl", "60"}};
  REQUIRE(fetch(over, {.method = "PUT", .url = "http://127.0.0.1:8080/latest/api/token", .headers = ttl}, room));
  const auto& sent = over.requests()[0];
  CHECK(sent.host == "127.0.0.1:8080");
  CHECK(sent.target == "/latest/api/token");
  CHECK(*sent.header("x-ttl") == "60");
  CHECK(sent.has_body);
  CHECK(sent.content_length == 0);
}

TEST_CASE("fetch: without a path it asks for the root") {
  recorded::state over{recorded{{{200, {}, ""}, {200, {}, ""}}}};
  std::array<char, 8> room{};
  REQUIRE(fetch(over, {.url = "http://one.example.com"}, room));
  CHECK(over.requests()[0].target == "/");
  REQUIRE(fetch(over, {.url = "http://one.example.com?q=/"}, room).has_value() == false);
  REQUIRE(fetch(over, {.url = "http://one.example.com?q=1"}, room));
  CHECK(over.requests()[1].target == "/?q=1");
}

TEST_CASE("fetch: a redirect and an error are answers like others, with nothing in them") {
  for (const int status : {301, 302, 307, 308, 404, 500}) {
    recorded::state over{recorded{{{status, {{"Location", "http://other.example.com/"}}, "text"}}}};
    std::array<char, 64> room{};
    const auto got = fetch(over, {.url = "http://one.example.com/"}, room);
    REQUIRE(got);
    CHECK(got->status == status);
    CHECK(got->body.empty());
    CHECK(over.requests().size() == 1);
  }
}

TEST_CASE("fetch: an answer that is longer than its room is none") {
  recorded::state over{recorded{{{200, {}, "12345678"}, {200, {}, "123456789"}}}};
  std::array<char, 8> room{};
  CHECK(fetch(over, {.url = "http://one.example.com/"}, room)->body == "12345678");
  const auto got = fetch(over, {.url = "http://one.example.com/"}, room);
  REQUIRE_FALSE(got);
  CHECK(got.error().kind == fault::transport);
}

TEST_CASE("fetch: what is no plain URL, or a header that would be two, is not sent") {
  recorded::state over{recorded{{{200, {}, ""}}}};
  std::array<char, 8> room{};
  for (const auto url :
       {""sv, "one.example.com/key"sv, "ftp://one.example.com/"sv, "http://"sv, "http:///key"sv,
        "http://user@one.example.com/"sv, "http://one.example.com/a b"sv, "http://one.example.com/a\r\nx: y"sv,
        "http://one.example.com/%41"sv, "http://one.example.com/#part"sv, "http://one.example.com/?a b"sv,
        "http://one.example.com/?=1"sv, "http://one.example.com/?a=1&b=2&c=3&d=4&e=5"sv,
        "http://one.example.com:0/"sv}) {
    INFO(url);
    const auto got = fetch(over, {.url = url}, room);
    REQUIRE_FALSE(got);
    CHECK(got.error().kind == fault::client);
  }
  const upcall::field broken[] = {{"x-token", "a\r\nb: c"}}, unnamed[] = {{"", "a"}};
  CHECK_FALSE(fetch(over, {.url = "http://one.example.com/", .headers = broken}, room));
  CHECK_FALSE(fetch(over, {.url = "http://one.example.com/", .headers = unnamed}, room));
  CHECK(over.requests().empty());
}

TEST_CASE("fetch: a connection that fails is the failure") {
  recorded::state over{recorded{}};
  std::array<char, 8> room{};
  const auto got = fetch(over, {.url = "http://one.example.com/"}, room);
  REQUIRE_FALSE(got);
  CHECK(got.error().kind == fault::transport);
}

}  // namespace
