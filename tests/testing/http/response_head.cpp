// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/http/response_head.hpp>

using namespace upcall::testing;

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
