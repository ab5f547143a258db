// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_connection.hpp"
#include <memory>
#include <upcall/testing/http/server.hpp>
#include <vector>

using namespace upcall::testing;

namespace {

http_response nothing(http_request&) { return {}; }

struct running : http_server {
  explicit running(http_handler handler = nothing) : http_server(std::move(handler)) { start(); }
};

}  // namespace

TEST_CASE("connections do not wait for each other, and stopping waits for none that is idle") {
  running server;
  std::vector<std::unique_ptr<raw_connection>> idle;
  for (int i = 0; i != 40; ++i) idle.push_back(std::make_unique<raw_connection>(server.port()));
  raw_connection last{server.port()};
  last.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  CHECK(last.read_all().starts_with("HTTP/1.1 200 OK\r\n"));
  server.stop();
  for (auto& each : idle) CHECK(each->read_all() == "");
}

TEST_CASE("a port that is taken is not taken again") {
  running server;
  CHECK_THROWS_AS(http_server(nothing, server.port()), std::runtime_error);
}

TEST_CASE("a server that was made but not started ends") {
  http_server server{nothing};
  CHECK(server.port() > 0);
}
