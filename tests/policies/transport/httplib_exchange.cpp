// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/client.hpp"
#include <algorithm>
#include <memory>
#include <string>
#include <upcall/policies/transport/httplib_exchange.hpp>

using upcall::detail::httplib_connection;
using upcall::detail::posix_deadline_watch;

namespace {

// A transport of one connection, which the test sees.
struct over_one {
  using role = upcall::role::transport;

  httplib_connection* connection;

  template <upcall::payload Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& from, upcall::response& answer) {
    const posix_deadline_watch no_end{{}};
    return upcall::detail::httplib_exchange<Body>{request, from, answer, *connection, no_end}.run();
  }
};

}  // namespace

TEST_CASE("an exchange by cpp-httplib has a buffer where a body does not lie in memory, and the next has the same") {
  const std::string ok = laws::in_bytes({.body = "an answer"});
  laws::peer server{{{ok}, {ok}, {ok}}};
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  httplib_connection connection{"127.0.0.1", false, server.port(),
                                std::make_unique<httplib::ClientImpl>("127.0.0.1", server.port())};
  connection.client->set_keep_alive(true);
  given::client oss{upcall::endpoint{url}, over_one{&connection}};
  auto bucket = oss.bucket("examplebucket");
  const auto lent = bucket.put_object("k", upcall::text{"hello"});
  REQUIRE(lent);
  CHECK(lent->answer.view() == "an answer");
  CHECK(connection.buffer == nullptr);

  const char* before = nullptr;
  for (int i = 0; i != 2; ++i) {
    std::string_view left = "hello";
    CHECK(bucket.put_object("k", upcall::callable{left.size(), [&](std::span<char> piece) {
                                                    const std::size_t n = left.copy(piece.data(), piece.size());
                                                    left.remove_prefix(n);
                                                    return n;
                                                  }}));
    REQUIRE(connection.buffer != nullptr);
    CHECK((before == nullptr || before == connection.buffer.get()));
    before = connection.buffer.get();
  }
  for (const auto& each : server.requests()) CHECK(each.body == "hello");
  CHECK(server.connections() == 1);
}
