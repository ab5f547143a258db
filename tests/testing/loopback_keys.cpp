// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/testing/emulator_server.hpp>
#include <upcall/testing/loopback_keys.hpp>

static_assert(upcall::keys<upcall::loopback_keys>);
static_assert(upcall::port_of_emulator_key("http://127.0.0.1:80/callback_pub_key_v1.pem") == 80);
static_assert(upcall::port_of_emulator_key("http://localhost:65535/callback_pub_key_v1.pem") == 65535);
static_assert(upcall::port_of_emulator_key("http://[::1]:8080/callback_pub_key_v1.pem") == 8080);

TEST_CASE("only the exact key URL of an emulator on this machine is asked") {
  for (const char* other :
       {"", "http://127.0.0.1/callback_pub_key_v1.pem", "https://127.0.0.1:80/callback_pub_key_v1.pem",
        "http://127.0.0.1:80/other.pem", "http://127.0.0.1:80@example.com/callback_pub_key_v1.pem",
        "http://127.0.0.1:80/../callback_pub_key_v1.pem", "http://127.0.0.1:0/callback_pub_key_v1.pem",
        "http://127.0.0.1:65536/callback_pub_key_v1.pem", "http://127.0.0.1:080/callback_pub_key_v1.pem",
        "http://127.0.0.1.example.com:80/callback_pub_key_v1.pem", "http://127.0.0.2:80/callback_pub_key_v1.pem",
        "http://gosspublic.alicdn.com/callback_pub_key_v1.pem", "http://127.0.0.1:/callback_pub_key_v1.pem",
        "http://127.0.0.1:80/callback_pub_key_v1.pem?x", "HTTP://127.0.0.1:80/callback_pub_key_v1.pem",
        " http://127.0.0.1:80/callback_pub_key_v1.pem", "http://[::2]:80/callback_pub_key_v1.pem",
        "http://::1:80/callback_pub_key_v1.pem", "http://[::1]80/callback_pub_key_v1.pem"}) {
    CAPTURE(other);
    upcall::loopback_keys keys;
    const auto key = keys.key_for(other);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == upcall::fault::client);
  }
}

TEST_CASE("an emulator's key is fetched") {
  upcall::emulator_server service;
  upcall::loopback_keys keys;
  const std::string path = ":" + std::to_string(service.port()) + "/callback_pub_key_v1.pem";
  const auto key = keys.key_for("http://127.0.0.1" + path);
  REQUIRE(key);
  CHECK(*key == service.callbacks().public_key());
  CHECK(*keys.key_for("http://localhost" + path) == *key);
}

TEST_CASE("an emulator that is started anew at the same port has a new key, and the old one's view stays good") {
  int asked = 0;
  const auto serve = [&](upcall::testing::http_request&) {
    return upcall::testing::http_response{.body = "key " + std::to_string(++asked)};
  };
  auto server = std::make_unique<upcall::testing::http_server>(serve);
  server->start();
  upcall::loopback_keys keys;
  const std::string url = server->url() + "/callback_pub_key_v1.pem";
  const auto before = keys.key_for(url), after = keys.key_for(url);
  REQUIRE(before);
  REQUIRE(after);
  CHECK(*before == "key 1");
  CHECK(*after == "key 2");
  server.reset();
  const auto gone = keys.key_for(url);
  REQUIRE_FALSE(gone);
  CHECK(gone.error().kind == upcall::fault::transport);
}

TEST_CASE("what answers no key is no emulator") {
  for (const int status : {200, 302, 404}) {
    upcall::testing::http_server server{[status](upcall::testing::http_request&) {
      upcall::testing::http_response answer{.status = status, .body = std::string(status == 200 ? 20'000 : 10, 'x')};
      answer.headers.add("Location", "http://example.com/");
      return answer;
    }};
    server.start();
    upcall::loopback_keys keys;
    CHECK_FALSE(keys.key_for(server.url() + "/callback_pub_key_v1.pem"));
  }
}
