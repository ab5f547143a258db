// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "examples/devices/at_modem.hpp"
#include "examples/devices/simulated_modem.hpp"
#include "laws/peer.hpp"
#include "laws/transport.hpp"
#include <memory>
#include <string>
#include <upcall/policies/transport/http1.hpp>

using modem = examples::at_modem<examples::simulated_modem>;
using modem_transport = upcall::http1_transport<modem, 512>;

namespace {

struct far_end {
  static constexpr bool changes_answer_headers = false;

  laws::peer server;
  std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  std::unique_ptr<examples::simulated_modem> line = std::make_unique<examples::simulated_modem>();

  explicit far_end(const std::vector<upcall::recorded_answer>& answers) : server(laws::in_order(answers)) {}
  upcall::endpoint endpoint() const { return {url}; }
  modem_transport transport() const { return {modem{*line}}; }
  auto requests(auto&) const { return server.requests(); }
};

auto put(const std::string& url, examples::simulated_modem& line, std::string_view content = "hello") {
  given::client oss{upcall::endpoint{url}, modem_transport{modem{line}}};
  return oss.bucket("examplebucket").put_object("k", upcall::text{content});
}

}  // namespace

TEST_CASE("a modem keeps the laws of a transport") { laws::transport<far_end>(); }

TEST_CASE("a modem's connection is used again") {
  const std::string ok = laws::in_bytes({.headers = {{"ETag", "\"1\""}}});
  laws::peer server{{{ok}, {ok}, {ok}}};
  examples::simulated_modem line;
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  given::client oss{upcall::endpoint{url}, modem_transport{modem{line}}};
  for (int i = 0; i != 3; ++i) CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(server.connections() == 1);
}

TEST_CASE("what a modem cannot do, it says") {
  examples::simulated_modem line{50};
  const laws::peer::closed_port nobody;
  const auto refused = put("http://127.0.0.1:" + std::to_string(nobody.number()), line);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "the modem cannot connect to the service");
  CHECK_FALSE(refused.error().outcome_unknown);

  const int before = line.commands;
  const auto secret = put("https://127.0.0.1:443", line);
  REQUIRE_FALSE(secret);
  CHECK(secret.error().message.view().starts_with("this modem has no TLS"));
  CHECK(line.commands == before);

  laws::peer silent{{{""}}};
  const auto unanswered = put("http://127.0.0.1:" + std::to_string(silent.port()), line);
  REQUIRE_FALSE(unanswered);
  CHECK(unanswered.error().message == "the service did not answer in time");
  CHECK(unanswered.error().outcome_unknown);
}

TEST_CASE("a modem's news come between its answers") {
  const std::string refusal = laws::in_bytes({.status = 403, .body = "<Error><Code>AccessDenied</Code></Error>"});
  laws::peer server{{{refusal, false, true}}};
  examples::simulated_modem line;
  const auto out = put("http://127.0.0.1:" + std::to_string(server.port()), line, given::bytes(3'000'000));
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::server);
  CHECK(out.error().code == "AccessDenied");
  CHECK(server.requests().empty());
}
