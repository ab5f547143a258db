// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_connection.hpp"
#include <algorithm>
#include <future>
#include <stdexcept>
#include <upcall/testing/http/connection.hpp>
#include <upcall/testing/http/server.hpp>

using namespace upcall::testing;

namespace {

// Answers what it got: the first line, the headers, the size of the body.
http_response mirror(http_request& request) {
  http_response answer;
  std::size_t size = 0;
  char piece[1000];
  for (auto count = request.read(piece); count && *count != 0; count = request.read(piece)) size += *count;
  answer.body = request.method + ' ' + request.target + ' ' + std::to_string(size) + '\n';
  for (const auto& [name, value] : request.headers) answer.body += name + '=' + value + '\n';
  return answer;
}

struct running : http_server {
  explicit running(http_handler handler = mirror) : http_server(std::move(handler)) { start(); }
};

std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

}  // namespace

TEST_CASE("a request reaches the handler byte for byte") {
  running server;
  raw_connection client{server.port()};
  client.send(
      "PUT /a%2Fb%zz?c=%41+d&&%20 HTTP/1.1\r\nHost: h\r\nX-A: %41%2F+\xff\r\nConnection: close\r\nContent-Length: "
      "3\r\n\r\nabc");
  CHECK(body_of(client.read_all()) ==
        "PUT /a%2Fb%zz?c=%41+d&&%20 3\nHost=h\nX-A=%41%2F+\xff\nConnection=close\nContent-Length=3\n");
}

TEST_CASE("long targets, long headers and large forms are taken") {
  running server;
  raw_connection client{server.port()};
  const std::string target = "/k?callback=" + std::string(20'000, 'A'), header(20'000, 'B'), body(100'000, 'c');
  client.send(
      "PUT " + target + " HTTP/1.1\r\nX-A: " + header +
      "\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n" +
      body);
  const std::string got = body_of(client.read_all());
  CHECK(got.starts_with("PUT " + target + " 100000\nX-A=" + header + "\n"));
}

TEST_CASE("many requests follow each other on one connection") {
  running server;
  raw_connection client{server.port()};
  for (int i = 0; i != 200; ++i) {
    client.send("PUT /" + std::to_string(i) + " HTTP/1.1\r\nContent-Length: 2\r\n\r\nab");
    CHECK(client.read_until("Content-Length=2\n").find("PUT /" + std::to_string(i) + " 2\n") != std::string::npos);
  }
  client.send("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nConnection: close\r\n\r\n");
  const std::string both = client.read_all();
  CHECK(both.find("GET /a 0\n") != std::string::npos);
  CHECK(both.find("GET /b 0\n") != std::string::npos);
}

TEST_CASE("what a handler leaves unread is no request") {
  std::string seen;
  running server{[&](http_request& request) {
    seen += request.target + ';';
    return http_response{.status = 403};
  }};
  raw_connection client{server.port()};
  std::string body;
  while (body.size() < 200'000) body += "GET /smuggled HTTP/1.1\r\n\r\n";
  client.send("PUT /a HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 403 Forbidden\r\n"));
  client.send("PUT /b HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  CHECK(client.read_all().starts_with("HTTP/1.1 403 Forbidden\r\n"));
  CHECK(seen == "/a;/b;");
}

TEST_CASE("a client that waits for leave to send is given it when the body is read") {
  running server;
  raw_connection client{server.port()};
  client.send("PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 3\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  CHECK(body_of(client.read_all()).starts_with("PUT /a 3\n"));
}

TEST_CASE("a client that waits for leave to send is not given it when nobody wants the body") {
  running server{[](http_request&) { return http_response{.status = 403}; }};
  raw_connection client{server.port()};
  client.send("PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  CHECK(client.read_all().starts_with("HTTP/1.1 403 Forbidden\r\n"));
}

TEST_CASE("an answer may be cut after so many bytes") {
  for (const std::uint64_t bytes : {0ull, 1ull, 40ull, 100ull}) {
    running server{
        [bytes](http_request&) { return http_response{.body = std::string(1000, 'x'), .cut_after = bytes}; }};
    raw_connection client{server.port()};
    client.send("GET / HTTP/1.1\r\n\r\n");
    CHECK(client.read_all().size() == bytes);
  }
}

TEST_CASE("an answer to HEAD tells the length and sends nothing") {
  running server{[](http_request&) { return http_response{.body = "12345", .without_body = true}; }};
  raw_connection client{server.port()};
  client.send("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
  const std::string got = client.read_all();
  CHECK(got.find("\r\nContent-Length: 5\r\n") != std::string::npos);
  CHECK(body_of(got) == "");
}

TEST_CASE("a streamed answer is sent piece by piece, and ends early rather than wrongly") {
  const auto streaming = [](std::uint64_t promised, std::uint64_t there) {
    return [=](http_request&) {
      http_response answer;
      answer.stream_size = promised;
      answer.stream = [left = there](std::span<char> into) mutable {
        const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(left, into.size()));
        std::fill_n(into.data(), count, 'x');
        left -= count;
        return count;
      };
      return answer;
    };
  };
  running whole{streaming(300'000, 300'000)};
  raw_connection one{whole.port()};
  one.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  CHECK(body_of(one.read_all()).size() == 300'000);
  running short_of{streaming(300'000, 100'000)};
  raw_connection two{short_of.port()};
  two.send("GET / HTTP/1.1\r\n\r\n");
  CHECK(body_of(two.read_all()).size() < 300'000);
}

TEST_CASE("what is no request of HTTP/1.1 is refused, and the connection ends") {
  running server;
  for (const char* wrong : {"nonsense\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n",
                            "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                            "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                            "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                            "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                            "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
                            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n"}) {
    CAPTURE(wrong);
    raw_connection client{server.port()};
    client.send(wrong);
    CHECK(client.read_all().starts_with("HTTP/1.1 400 Bad Request\r\n"));
  }
}

TEST_CASE("a body that breaks off is told to the handler") {
  std::promise<bool> whole;
  running server{[&](http_request& request) {
    char piece[16];
    auto count = request.read(piece);
    while (count && *count != 0) count = request.read(piece);
    whole.set_value(count.has_value());
    return http_response{};
  }};
  raw_connection client{server.port()};
  client.send("PUT / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc");
  client.finish();
  CHECK_FALSE(whole.get_future().get());
}

TEST_CASE("an exception of a handler is a 500, and the server goes on") {
  running server{[](http_request& request) -> http_response {
    if (request.target == "/bad") throw std::runtime_error("sorry");
    return {};
  }};
  raw_connection client{server.port()};
  client.send("GET /bad HTTP/1.1\r\n\r\n");
  CHECK(client.read_until("sorry").starts_with("HTTP/1.1 500 "));
  client.send("GET /good HTTP/1.1\r\nConnection: close\r\n\r\n");
  CHECK(client.read_all().starts_with("HTTP/1.1 200 OK\r\n"));
}
