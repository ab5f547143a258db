// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/http/response_head.hpp>

using namespace upcall::testing;

TEST_CASE("headers keep their order and are found whatever their case") {
  http_headers headers;
  headers.add("A", "1");
  headers.add("b", "2");
  headers.add("a", "3");
  CHECK(headers.get("a") == "1");
  CHECK(headers.count("A") == 2);
  CHECK(headers.find("c") == nullptr);
  CHECK(headers.get("c") == "");
  headers.set("A", "4");
  CHECK(headers.count("a") == 1);
  CHECK(headers.get("A") == "4");
  CHECK(headers.size() == 2);
}

TEST_CASE("an answer's head tells the length of what follows") {
  http_response answer{.status = 404, .body = "12345"};
  answer.headers.add("A", "b");
  CHECK(response_head(answer, true) ==
        "HTTP/1.1 404 Not Found\r\nA: b\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n");
  answer.headers.add("Content-Length", "7");
  CHECK(response_head(answer, false) ==
        "HTTP/1.1 404 Not Found\r\nA: b\r\nContent-Length: 7\r\nConnection: close\r\n\r\n");
  const http_response empty{.status = 204};
  CHECK(response_head(empty, true) == "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n");
  CHECK_FALSE(sends_body(empty));
}
