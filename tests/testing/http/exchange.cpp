// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstring>
#include <upcall/testing/http/exchange.hpp>

using namespace upcall::testing;

namespace {

struct scripted {
  std::string answer;
  std::string sent = {};

  bool write(std::string_view text, deadline) {
    sent += text;
    return true;
  }
  std::optional<std::size_t> read(std::span<char> into, deadline) {
    const std::size_t count = std::min(into.size(), answer.size());
    std::memcpy(into.data(), answer.data(), count);
    answer.erase(0, count);
    return count;
  }
};

std::optional<http_response> answer_of(std::string text, std::size_t most = 10) {
  scripted stream{std::move(text)};
  auto out = http_exchange(stream, "HEAD", "BODY", most, never);
  CHECK(stream.sent == "HEADBODY");
  return out;
}

}  // namespace

TEST_CASE("an answer is its status, its headers and so much body as it says") {
  const auto answer = answer_of("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nA: b\r\n\r\nabcdef");
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->headers.get("a") == "b");
  CHECK(answer->body == "abc");
}

TEST_CASE("a body is cut at the limit, and not read without a length") {
  CHECK(answer_of("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n01234567890123456789")->body == "0123456789");
  CHECK(answer_of("HTTP/1.1 200 OK\r\n\r\nabc")->body == "");
  CHECK(answer_of("HTTP/1.0 200 OK\r\nContent-Length: -3\r\n\r\nabc")->body == "");
}

TEST_CASE("answers that only come before the answer are passed over") {
  CHECK(answer_of("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 404 Not "
                  "Found\r\nContent-Length: 0\r\n\r\n")
            ->status == 404);
}

TEST_CASE("what is no whole answer") {
  for (const char* wrong :
       {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "SMTP ready\r\n\r\n",
        "HTTP/1.1 20\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 099 no\r\n\r\n"}) {
    CAPTURE(wrong);
    CHECK_FALSE(answer_of(wrong));
  }
}
