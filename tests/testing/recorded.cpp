// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/transport.hpp"
#include "support/client.hpp"
#include <upcall/testing/recorded.hpp>

using upcall::recorded;

TEST_CASE("answers come in their order, and requests are remembered in theirs") {
  given::client oss{upcall::endpoint{"http://127.0.0.1:9000"},
                    recorded{{{.headers = {{"ETag", "\"1\""}}}, {.status = 404}}}};
  auto bucket = oss.bucket("examplebucket");
  auto& transport = oss.policy<upcall::role::transport>();
  CHECK(transport.answers_left() == 2);
  CHECK(bucket.put_object("a b", upcall::text{"hello"}, {.metadata = {{"empty", ""}}})->etag == "\"1\"");
  CHECK(bucket.head_object("c").error().status == 404);
  CHECK(transport.answers_left() == 0);
  REQUIRE(transport.requests().size() == 2);

  const auto& put = transport.requests()[0];
  CHECK(put.method == "PUT");
  CHECK(put.target == "/examplebucket/a%20b");
  CHECK(put.host == "127.0.0.1:9000");
  CHECK(put.has_body);
  CHECK(put.content_length == 5);
  CHECK(put.body == "hello");
  REQUIRE(put.header("x-oss-meta-empty") != nullptr);
  CHECK(put.header("x-oss-meta-empty")->empty());
  CHECK(put.header("x-oss-meta-none") == nullptr);
  CHECK(transport.requests()[1].method == "HEAD");
  CHECK_FALSE(transport.requests()[1].has_body);
}

TEST_CASE("without an answer left the connection is refused") {
  given::client oss{given::service, recorded{}};
  const auto out = oss.bucket("examplebucket").head_object("k");
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::transport);
  CHECK_FALSE(out.error().outcome_unknown);
}

TEST_CASE("a body that fails is no request that was answered") {
  given::client oss{given::service, recorded{{{}}}};
  CHECK_FALSE(oss.bucket("examplebucket").put_object("k", upcall::callable{5, [](std::span<char>) { return 0; }}));
  CHECK(given::requests(oss).empty());
  CHECK(oss.policy<upcall::role::transport>().answers_left() == 1);
}

TEST_CASE("HEAD and 204 have no body, whatever was prepared") {
  given::client oss{given::service, recorded{{{.body = "x"}, {.status = 204, .body = "x"}, {.body = "x"}}}};
  auto bucket = oss.bucket("examplebucket");
  std::string got;
  auto to = [&](std::string_view piece) { got += piece; };
  CHECK(bucket.head_object("k"));
  CHECK(bucket.get_object("k", to).error().status == 204);
  CHECK(got.empty());
  CHECK(bucket.get_object("k", to)->size == 1);
  CHECK(got == "x");
}

namespace {

struct far_end {
  static constexpr bool changes_answer_headers = false;
  std::vector<upcall::recorded_answer> answers;
  explicit far_end(std::vector<upcall::recorded_answer> given) : answers(std::move(given)) {}
  static upcall::endpoint endpoint() { return given::service; }
  recorded transport() const { return recorded{answers}; }
  static auto requests(auto& client) { return given::requests(client); }
};

}  // namespace

TEST_CASE("recorded keeps the laws of a transport") { laws::transport<far_end>(); }
