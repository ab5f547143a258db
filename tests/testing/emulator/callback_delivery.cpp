// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/testing/emulator/callback_delivery.hpp>
#include <upcall/testing/http/server.hpp>

using namespace upcall::testing;

namespace {

deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds{60}; }

callback_post post_to(int port, bool tls = false) {
  callback_post out{.url = "",
                    .host = "127.0.0.1",
                    .port = static_cast<std::uint16_t>(port),
                    .tls = tls,
                    .target = "/cb?x=1",
                    .body = "a=1"};
  out.headers.add("Host", "127.0.0.1");
  out.headers.add("Content-Length", "3");
  out.headers.add("Connection", "close");
  return out;
}

}  // namespace

TEST_CASE("a callback is one POST, and the answer comes back as it was sent") {
  std::string seen;
  http_server app{[&](http_request& request) {
    char body[10];
    seen = request.method + ' ' + request.target + ' ' + std::string{body, request.read(body).value_or(0)};
    http_response answer{.body = "{}"};
    answer.headers.add("X-App", "1");
    return answer;
  }};
  app.start();
  const auto answer = deliver_callback(post_to(app.port()), soon());
  CHECK(seen == "POST /cb?x=1 a=1");
  CHECK(answer.what == callback_answer::outcome::answered);
  CHECK(answer.body == "{}");
  CHECK(answer.headers.get("x-app") == "1");
  CHECK_FALSE(judge_answer(answer, post_to(app.port()), {5000}));
}

TEST_CASE("nobody answers") {
  CHECK(deliver_callback(post_to(1), soon()).what == callback_answer::outcome::cannot_connect);
  http_server cut{[](http_request&) { return http_response{.body = "{}", .cut_after = 30}; }};
  cut.start();
  CHECK(deliver_callback(post_to(cut.port()), soon()).what == callback_answer::outcome::cannot_connect);
  http_server silent{[](http_request&) { return http_response{}; }};  // listens, but is never started
  CHECK(deliver_callback(post_to(silent.port()), std::chrono::steady_clock::now()).what ==
        callback_answer::outcome::timed_out);
}

TEST_CASE("an answer without a length, as chunks are, is told to the uploader") {
  http_headers chunked;
  chunked.add("Transfer-Encoding", "chunked");
  const auto failed = judge_answer({.headers = chunked, .body = "{}"}, post_to(1), {5000});
  REQUIRE(failed);
  CHECK(failed->status == 203);
  CHECK(failed->message == "Error Status : 400.User server missing content-length.");
}
