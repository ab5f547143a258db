// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "laws/transport.hpp"
#include <stdexcept>
#include <string>
#include <upcall/policies/transport/httplib.hpp>

using upcall::fault;
using upcall::httplib_transport;

namespace {

struct far_end {
  // cpp-httplib 0.11 decodes %XX in the headers that it receives, and drops empty ones; later versions do not.
  static constexpr bool changes_answer_headers = true;

  laws::peer server;
  std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  explicit far_end(std::vector<upcall::recorded_answer> answers) : server(laws::in_order(answers)) {}
  upcall::endpoint endpoint() const { return {url}; }
  static httplib_transport transport() { return {}; }
  auto requests(auto&) const { return server.requests(); }
};

// A client of a peer that reacts in bytes.
struct pair {
  laws::peer server;
  std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  given::client<upcall::endpoint, httplib_transport> client{upcall::endpoint{url}, httplib_transport{}};

  explicit pair(std::vector<laws::reaction> reactions) : server(std::move(reactions)) {}
  auto bucket() { return client.bucket("examplebucket"); }
  auto put() { return bucket().put_object("k", upcall::text{"hello"}); }
};

const std::string ok = laws::in_bytes({.headers = {{"ETag", "\"1\""}}, .body = "{\"Status\":\"OK\"}"});

upcall::failure why_not(laws::reaction reaction) {
  pair with{{std::move(reaction)}};
  const auto out = with.put();
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  return out.error();
}

}  // namespace

TEST_CASE("httplib_transport keeps the laws of a transport") { laws::transport<far_end>(); }

TEST_CASE("httplib_transport plays the role") {
  STATIC_REQUIRE(upcall::role::transport::played<httplib_transport>);
  STATIC_REQUIRE(!std::is_copy_constructible_v<httplib_transport::state>);
}

TEST_CASE("by cpp-httplib, a request has what HTTP wants, once") {
  pair with{{{ok}}};
  REQUIRE(with.put());
  const auto sent = with.server.requests().at(0);
  CHECK(sent.host == "127.0.0.1:" + std::to_string(with.server.port()));
  CHECK(sent.content_length == 5);
  CHECK(*sent.header("accept-encoding") == "identity");
  CHECK(sent.header("expect") == nullptr);
  CHECK(sent.header("transfer-encoding") == nullptr);
}

TEST_CASE("by cpp-httplib, a connection is used again by later calls") {
  pair with{{{ok}, {ok}, {laws::in_bytes({.status = 404})}, {laws::in_bytes({.status = 204})}, {ok}}};
  CHECK(with.put());
  CHECK(with.put());
  CHECK_FALSE(with.bucket().head_object("k"));
  CHECK(with.bucket().delete_object("k"));
  CHECK(with.put());
  CHECK(with.server.connections() == 1);
}

TEST_CASE("a connection that the service closed is not used again") {
  SECTION("and said so") {
    pair with{{{laws::in_bytes({.headers = {{"x-oss-request-id", "R"}, {"Connection", "close"}}}), false}, {ok}}};
    CHECK(with.put());
    CHECK(with.put());
    CHECK(with.server.connections() == 2);
  }
  SECTION("without a word") {
    pair with{{{ok, false}, {ok}}};
    CHECK(with.put());
    with.server.wait_until_all_closed();
    CHECK(with.put());
    CHECK(with.server.connections() == 2);
  }
}

TEST_CASE("a connection on which something failed is not used again") {
  pair with{{{ok}, {ok}}};
  CHECK_FALSE(with.bucket().put_object("k", upcall::callable{100, [](std::span<char>) { return 0; }}));
  CHECK(with.put());
  CHECK(with.server.connections() == 2);
  CHECK(with.server.requests().size() == 1);
}

TEST_CASE("by cpp-httplib, a refused connection is no unknown outcome") {
  const laws::peer::closed_port nobody;
  const std::string url = "http://127.0.0.1:" + std::to_string(nobody.number());
  given::client oss{upcall::endpoint{url}, httplib_transport{}};
  auto bucket = oss.bucket("examplebucket");
  for (const auto& out : {bucket.put_object("k", upcall::text{"hello"}), bucket.put_object("k", upcall::text{""})}) {
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK_FALSE(out.error().outcome_unknown);
    CHECK(out.error().message.view().starts_with("cannot connect"));
  }
  CHECK_FALSE(bucket.delete_object("k").error().outcome_unknown);
}

TEST_CASE("by cpp-httplib, a lost answer is an unknown outcome, wherever it was cut") {
  CHECK(why_not({"", false}).outcome_unknown);
  for (std::size_t size = 1; size < ok.size(); ++size) {
    INFO(size);
    CHECK(why_not({ok.substr(0, size), false}).outcome_unknown);
  }
}

TEST_CASE("what is no HTTP is no answer") {
  for (const char* rubbish :
       {"SSH-2.0-OpenSSH_9.2\r\n", "\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n"}) {
    INFO(rubbish);
    CHECK(why_not({rubbish, false}).outcome_unknown);
  }
}

// cpp-httplib reads past 100 Continue alone; it took any other interim answer for the answer, and what came after it
// for that answer's body or for the answer to the next request.
TEST_CASE("by cpp-httplib, an interim answer is not the answer") {
  for (const char* interim : {"HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"}) {
    INFO(interim);
    CHECK(why_not({interim + ok}).outcome_unknown);
    pair with{{{interim + laws::in_bytes({.status = 500})}, {laws::in_bytes({.status = 404})}, {interim}, {ok}}};
    CHECK_FALSE(with.put());
    CHECK(with.bucket().head_object("k").error().status == 404);
    CHECK(with.bucket().head_object("k").error().kind == fault::transport);
    CHECK(with.put()->status == 200);
  }
}

TEST_CASE("answers framed in other ways that HTTP has") {
  pair with{{{"HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;a=b\r\n, "
              "world\r\n0\r\n\r\n"},
             {"HTTP/1.1 100 Continue\r\n\r\n" + ok},
             {"HTTP/1.1 200 \r\nx-oss-request-id:R\r\ncontent-length:5\r\n\r\nhello"},
             {"HTTP/1.1 200 OK\r\nx-oss-request-id: R\r\nConnection: close\r\n\r\nuntil the end", false},
             {"HTTP/1.0 200 OK\r\nx-oss-request-id: R\r\nContent-Length: 2\r\n\r\nhi", false},
             {ok}}};
  CHECK(with.put()->answer == "hello, world");
  CHECK(with.put()->answer == "{\"Status\":\"OK\"}");
  CHECK(with.put()->answer == "hello");
  CHECK(with.put()->answer == "until the end");
  CHECK(with.put()->answer == "hi");
  CHECK(with.put());
}

// The peer answers and closes without having read the body: writing to it must not kill the program.
TEST_CASE("an answer that comes before the body was sent is no success") {
  const std::string content = given::bytes(20'000'000);
  pair with{{{laws::in_bytes({.status = 403, .body = "<Error><Code>AccessDenied</Code></Error>"}), false, true}, {ok}}};
  const auto out = with.bucket().put_object("k", upcall::text{content});
  REQUIRE_FALSE(out);
  CHECK((out.error().kind == fault::server || out.error().kind == fault::transport));
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(with.server.requests().empty());
  CHECK(with.put());
}

TEST_CASE("by cpp-httplib, what is answered while a body of unknown size is sent is no success") {
  pair with{{{laws::in_bytes({.status = 403, .body = "<Error><Code>AccessDenied</Code></Error>"}), false, true},
             {"", false, true},
             {ok}}};
  for (int i = 0; i != 2; ++i) {
    std::size_t left = 1'000'000'000;  // more than a socket takes that nobody reads
    const auto out = with.bucket().put_object("k", upcall::one_pass{[&](std::span<char> piece) {
                                                const std::size_t n = std::min(piece.size(), left);
                                                std::fill_n(piece.data(), n, 'x');
                                                left -= n;
                                                return n;
                                              }});
    REQUIRE_FALSE(out);
    CHECK(left != 0);
    CHECK((out.error().kind == fault::server || out.error().kind == fault::transport));
    CHECK_FALSE(out.error().outcome_unknown);
  }
  CHECK(with.server.requests().empty());
  CHECK(with.put());
}

TEST_CASE("by cpp-httplib, the lost answer to a body of unknown size is an unknown outcome") {
  pair with{{{"", false}}};
  std::string_view left = "hello";
  const auto out = with.bucket().put_object(
      "k", upcall::one_pass{[&](std::span<char> piece) { return std::exchange(left, {}).copy(piece.data(), 5); }});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  CHECK(out.error().outcome_unknown);
  CHECK(with.server.requests().at(0).body == "hello");
}

TEST_CASE("what a progress function or a sink throws comes through, and the client goes on") {
  pair with{{{ok}, {ok}, {ok}}};
  auto progress = [](std::uint64_t, std::uint64_t) -> bool { throw std::runtime_error{"enough"}; };
  CHECK_THROWS_WITH(with.bucket().put_object("k", upcall::text{"hello"}, {.progress = progress}), "enough");
  CHECK_THROWS_WITH(with.bucket().get_object("k", [](std::string_view) { throw std::runtime_error{"full"}; }), "full");
  CHECK(with.put());
}
