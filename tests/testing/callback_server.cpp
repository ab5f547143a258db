// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_connection.hpp"
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/testing/callback_server.hpp>
#include <upcall/testing/refusal_name.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>

namespace {

// Gives one key, whatever the URL of the service's that is asked for.
struct given_key {
  std::string pem;
  upcall::result<std::string_view> key_for(std::string_view url) const { return upcall::pinned_keys{pem}.key_for(url); }
};

std::string post(int port, const std::string& target, const nlohmann::json& headers, const std::string& body) {
  std::string text =
      "POST " + target + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  for (const auto& [name, value] : headers.items()) {
    if (!upcall::equal_ignoring_case(name, "content-length")) text += name + ": " + value.get<std::string>() + "\r\n";
  }
  raw_connection client{port};
  client.send(text + "\r\n" + body);
  return client.read_all();
}

}  // namespace

TEST_CASE("callbacks of the public vectors are told from forged ones, over the network") {
  std::ifstream in{UPCALL_TEST_VECTORS "/callback-signature.json"};
  std::size_t seen = 0;
  for (const auto& each : nlohmann::json::parse(in)) {
    CAPTURE(each["name"]);
    const auto &input = each["input"], &expected = each["expected"];
    const std::string target = input["request_target"];
    ++seen;
    upcall::testing::string_writer body;
    REQUIRE(upcall::read_base64(input["body_base64"].get<std::string>(), body));
    upcall::callback_server app{{}, 0, given_key{input["public_key_pem"]}};
    CHECK(post(app.port(), target, input["headers"], body.text).ends_with("\r\n\r\n{\"Status\":\"OK\"}"));
    const auto arrived = app.arrived();
    REQUIRE(arrived.size() == 1);
    CHECK(arrived[0].verified == expected["valid"].get<bool>());
    CHECK(upcall::name_of(arrived[0].reason) == (arrived[0].verified ? "" : expected["reason"].get<std::string>()));
    CHECK(arrived[0].body == body.text);
    CHECK(arrived[0].target == target);
  }
  CHECK(seen > 10);
}

TEST_CASE("an application server answers what it is told") {
  upcall::callback_server app{{.status = 500, .body = "<oops>"}};
  const std::string first = post(app.port(), "/", {}, "a=1");
  CHECK(first.starts_with("HTTP/1.1 500 "));
  CHECK(first.find("\r\nContent-Length: 6\r\n") != std::string::npos);
  CHECK(first.find("\r\nContent-Type: application/json\r\n") != std::string::npos);
  app.answer({});
  CHECK(post(app.port(), "/", {}, "a=1").ends_with("\r\n\r\n{\"Status\":\"OK\"}"));
}

TEST_CASE("an application server remembers, tells, and can be waited for") {
  upcall::callback_server app;
  std::string told;
  app.on_arrival(
      [&](const upcall::arrived_callback& got) { told += got.target + (got.verified ? " genuine;" : " forged;"); });
  post(app.port(), "/1", {}, "");
  post(app.port(), "/2", {}, std::string(1024 * 1024, 'b'));
  const auto all = app.wait_for(2);
  REQUIRE(all.size() == 2);
  CHECK(all[1].body.size() == 1024 * 1024);
  CHECK(all[0].reason == upcall::refusal::missing_header);
  CHECK(told == "/1 forged;/2 forged;");
}

TEST_CASE("a body that is too long or breaks off is no callback") {
  upcall::callback_server app;
  CHECK(post(app.port(), "/", {}, std::string(4 * 1024 * 1024 + 1, 'b')).starts_with("HTTP/1.1 413 "));
  raw_connection client{app.port()};
  client.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
  client.finish();
  CHECK(client.read_all().starts_with("HTTP/1.1 400 "));
  CHECK(app.arrived().empty());
}

TEST_CASE("a server that waits before it answers ends at once") {
  auto app = std::make_unique<upcall::callback_server>(upcall::callback_reply{.delay = {3'600'000}});
  raw_connection client{app->port()};
  client.send("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
  CHECK(app->wait_for(1, {60'000}).size() == 1);
  app.reset();
}
