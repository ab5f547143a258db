// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/acting_transport.hpp"
#include "support/authority.hpp"
#include "support/other_key.hpp"
#include <atomic>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <upcall/operations/verify_hosted.hpp>
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/keys/fetched.hpp>
#include <upcall/testing/recorded.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <vector>

using upcall::callback_public_key;
using upcall::fault;

namespace {

static_assert(upcall::keys<upcall::fetched_keys<>>);
static_assert(upcall::role::keys::check<upcall::fetched_keys<>>());

constexpr std::string_view key_url = "https://gosspublic.alicdn.com/callback_pub_key_v1.pem";

std::string key_text(auto&& keys, std::string_view url) {
  const auto out = keys.key_for(url);
  return std::string{out ? out->view() : std::string_view{}};
}

// A transport that notes each request as a line and answers what it is told.
struct noting {
  std::vector<std::string> lines = {};
  int status = 200;
  std::string body{callback_public_key};
  std::optional<upcall::failure> broken = {};
  upcall::milliseconds time_left = {};

  upcall::result<upcall::nothing> operator()(const upcall::signed_request& request, upcall::body auto&,
                                             upcall::response& answer) {
    time_left = request.message().time_left;
    lines.push_back(std::string{request.method()} + (request.to().tls ? " https://" : " http://") +
                    upcall::testing::written([&](auto& to) { upcall::write_host(to, request.message()); }) +
                    upcall::testing::written([&](auto& to) { upcall::write_target(to, request.message()); }));
    if (broken) return *broken;
    answer.status = status;
    if (!answer.append(body)) return upcall::transport_failure("the answer was not wanted any more", true);
    return upcall::nothing{};
  }
};
auto keys_over(noting& with) { return upcall::fetched_keys{given::acting_transport<noting>{&with}}; }

}  // namespace

TEST_CASE("a key is fetched from the service's host, by https whatever the callback says") {
  noting network;
  auto keys = keys_over(network);
  for (const std::string_view scheme : {"http", "https"}) {
    CHECK(key_text(keys, std::string{scheme} + "://gosspublic.alicdn.com/callback_pub_key_v1.pem") ==
          callback_public_key);
    CHECK(key_text(keys, std::string{scheme} + "://gosspublic.alicdn.com/a/b-c.pem?v=2&x") == callback_public_key);
  }
  CHECK(network.lines == std::vector<std::string>{"GET https://gosspublic.alicdn.com/callback_pub_key_v1.pem",
                                                  "GET https://gosspublic.alicdn.com/a/b-c.pem?v=2&x"});
  CHECK(network.time_left == upcall::milliseconds{3000});
  auto copy = keys;
  CHECK(key_text(copy, key_url) == callback_public_key);
  CHECK(network.lines.size() == 2);
}

TEST_CASE("a key URL that is not the service's makes no request") {
  noting network;
  auto keys = keys_over(network);
  for (const std::string_view url :
       {"", "https://", "http://gosspublic.alicdn.com", "ftp://gosspublic.alicdn.com/k.pem",
        "https://gosspublic.alicdn.com@evil.example/k.pem", "https://gosspublic.alicdn.com:443/k.pem",
        "https://gosspublic.alicdn.com.evil.example/k.pem", "https://evil.example/https://gosspublic.alicdn.com/",
        "https://gosspublic.alicdn.com/../k.pem", "https://gosspublic.alicdn.com/k.pem#x",
        "https://gosspublic.alicdn.com/k.pem\r\nHost: evil.example", "https://user@gosspublic.alicdn.com/k.pem"}) {
    INFO(url);
    const auto key = keys.key_for(url);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == fault::client);
  }
  CHECK(network.lines.empty());
}

TEST_CASE("what is no public key is not taken for one, whatever its status") {
  const std::string pem{callback_public_key};
  for (const std::string& body : {std::string{}, std::string{"<html>"}, pem.substr(0, pem.size() / 2), pem + pem,
                                  pem + std::string(4096, '\n'), std::string(1'000'000, 'x')}) {
    noting network{.body = body};
    auto keys = keys_over(network);
    const auto key = keys.key_for(key_url);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind != fault::client);
    network.body = pem;
    CHECK_FALSE(keys.key_for(key_url));
    CHECK(network.lines.size() == 1);
  }
  noting longest{.body = pem + std::string(4096 - pem.size(), '\n')};
  CHECK(key_text(keys_over(longest), key_url) == longest.body);
}

TEST_CASE("that a key could not be had is never the sender's fault") {
  for (const fault kind : {fault::client, fault::transport, fault::cancelled}) {
    noting network{.broken = upcall::failure{kind, "broken"}};
    const auto key = keys_over(network).key_for(key_url);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == fault::transport);
    CHECK(key.error().message == "broken");
  }
  // More parameters than are sent, and some without a name.
  for (const std::string_view query : {"?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9", "?&&", "?=", "?a=b=c", "?a?b"}) {
    INFO(query);
    noting network;
    const auto key = keys_over(network).key_for(std::string{key_url} + std::string{query});
    if (!key) CHECK(key.error().kind == fault::transport);
    CHECK(network.lines.size() == (key ? 1 : 0));
  }
}

namespace {

// Of the service's documentation ("Callback"), signed by the service; the key URL is not, so anybody can change it.
struct genuine_callback {
  std::string key_url;
  std::vector<upcall::field> headers;

  explicit genuine_callback(std::string_view url)
      : key_url(upcall::testing::written([&](auto& to) { upcall::write_base64(to, url); })),
        headers{{"Authorization",
                 "kKQeGTRccDKyHB3H9vF+xYMSrmhMZjzzl2/kdD1ktNVgbWEfYTQG0G2SU/RaHBovRCE8OkQDjC3uG33esH2txA=="},
                {"x-oss-pub-key-url", key_url}} {}
  upcall::received_callback request() const {
    return {"POST", "/index.php?id=1&index=2", headers, "bucket=yonghu-test"};
  }
};

}  // namespace

TEST_CASE("a callback is verified with a fetched key; one that cannot be had is no fault of the callback's") {
  const genuine_callback given_url{"http://gosspublic.alicdn.com/callback_pub_key_v1.pem"};
  const upcall::received_callback callback = given_url.request();
  noting network;
  auto keys = keys_over(network);
  const auto held = keys.key_for(key_url);
  REQUIRE(held);
  CHECK_FALSE(held->has_verified());
  upcall::received_callback changed = callback;
  changed.body = "bucket=another";
  CHECK(upcall::verify(changed, keys).reason() == upcall::refusal::bad_signature);
  CHECK_FALSE(held->has_verified());
  CHECK(upcall::verify(callback, keys));
  CHECK(held->has_verified());
  CHECK(network.lines.size() == 1);

  noting other{.body = given::other_public_key()};
  CHECK(upcall::verify(callback, keys_over(other)).reason() == upcall::refusal::bad_signature);
  noting none{.status = 404};
  CHECK(upcall::verify(callback, keys_over(none)).reason() == upcall::refusal::no_key);
}

TEST_CASE("threads verify with fetched keys that others drive out meanwhile") {
  constexpr int threads = 8, callbacks = 100;
  std::atomic<int> requests = 0, genuine = 0;
  auto give_key = [&](const upcall::signed_request&, upcall::body auto&, upcall::response& answer) {
    ++requests;
    answer.status = 200;
    return answer.append(callback_public_key) ? upcall::result<upcall::nothing>{upcall::nothing{}}
                                              : upcall::transport_failure("not wanted", true);
  };
  upcall::fetched_keys keys{given::acting_transport<decltype(give_key)>{&give_key},
                            {.at_first = threads * callbacks, .at_once = threads, .remembered = threads}};
  std::vector<std::thread> verifying;
  for (int thread = 0; thread != threads; ++thread) {
    verifying.emplace_back([&, thread] {
      for (int i = 0; i != callbacks; ++i) {
        const std::string number = i % 2 == 0 ? "?" + std::to_string(i) : "?" + std::to_string(thread * callbacks + i);
        const genuine_callback callback{std::string{key_url} + number};
        genuine += upcall::verify(callback.request(), keys) ? 1 : 0;
      }
    });
  }
  for (auto& each : verifying) each.join();
  CHECK(genuine == threads * callbacks);
  CHECK(requests <= threads * callbacks);
  CHECK(requests >= threads * callbacks / 2);  // those that one thread alone asked for
}

TEST_CASE("a recorded answer serves as a key's host") {
  upcall::fetched_keys keys{upcall::recorded{{{.body = std::string{callback_public_key}}}}};
  CHECK(key_text(keys, key_url) == callback_public_key);
  const auto other = keys.key_for("https://gosspublic.alicdn.com/other.pem");
  REQUIRE_FALSE(other);
  CHECK(other.error().kind == fault::transport);
}

namespace {

// Leads to this machine, whatever host is asked for.
struct diverted_socket {
  int port = 0;

  class state {
   public:
    explicit state(const diverted_socket& with) : port_(static_cast<std::uint16_t>(with.port)), below_({}) {}

    void end_by(upcall::milliseconds time_left) { below_.end_by(time_left); }
    upcall::verdict connect(const upcall::stream_target& to) { return below_.connect({"127.0.0.1", port_, to.tls}); }
    upcall::transferred read(std::span<char> room) { return below_.read(room); }
    upcall::transferred write(std::string_view text) { return below_.write(text); }
    void close() { below_.close(); }

   private:
    std::uint16_t port_;
    upcall::posix_socket::state below_;
  };
  template <class Connection, class Factory>
  using pool = upcall::connection_pool<Connection, Factory>;
};

auto keys_at(const laws::peer& host, const std::string& ca_file, const upcall::key_fetching& how = {}) {
  return upcall::fetched_keys{upcall::http1_transport<upcall::tls<diverted_socket>>{
                                  .stream = {.below = {.port = host.port()}, .ca_file = ca_file}},
                              how};
}

}  // namespace

TEST_CASE("a key is fetched by TLS from a host that shows the certificate of the service's name, and from no other") {
  const given::authority trusted, stranger{"another authority"};
  const std::string host = "DNS:gosspublic.alicdn.com";
  const upcall::recorded_answer answer{.body = std::string{callback_public_key}};
  {
    laws::peer server{laws::in_order({answer}), trusted.server({.names = host})};
    auto keys = keys_at(server, trusted.ca_file());
    for (const std::string_view url : {"http://gosspublic.alicdn.com/k.pem", "https://gosspublic.alicdn.com/k.pem"})
      CHECK(key_text(keys, url) == callback_public_key);
    REQUIRE(server.requests().size() == 1);
    const auto sent = server.requests()[0];
    CHECK(sent.method == "GET");
    CHECK(sent.target == "/k.pem");
    CHECK(sent.host == "gosspublic.alicdn.com");
    REQUIRE(sent.header("connection"));
    CHECK(*sent.header("connection") == "close");
    CHECK_FALSE(sent.has_body);
  }
  for (const auto& certificate : {trusted.server({.names = "DNS:alicdn.com,DNS:gosspublic.alicdn.com.evil.example"}),
                                  stranger.server({.names = host}), trusted.server({.names = host, .valid_until = -60}),
                                  trusted.server({.names = host, .self_signed = true})}) {
    laws::peer server{laws::in_order({answer}), certificate};
    auto keys = keys_at(server, trusted.ca_file());
    const auto key = keys.key_for("http://gosspublic.alicdn.com/k.pem");
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == fault::transport);
    CHECK(server.requests().empty());
  }
}

TEST_CASE("a key's host that leads elsewhere is not followed") {
  const given::authority trusted;
  laws::peer elsewhere{laws::in_order({{.body = std::string{callback_public_key}}})};
  const std::string place = "http://127.0.0.1:" + std::to_string(elsewhere.port()) + "/k.pem";
  for (const int status : {301, 302, 303, 307, 308}) {
    laws::peer server{laws::in_order({{.status = status, .headers = {{"Location", place}}}}),
                      trusted.server({.names = "DNS:gosspublic.alicdn.com"})};
    auto keys = keys_at(server, trusted.ca_file());
    const auto key = keys.key_for(key_url);
    REQUIRE_FALSE(key);
    CHECK(key.error().status == status);
    CHECK(server.connections() == 1);
  }
  CHECK(elsewhere.connections() == 0);
}

// The time that it takes is not looked at: without a limit it would be two minutes.
TEST_CASE("a key's host that says nothing is given up") {
  STATIC_REQUIRE(upcall::running_policy<upcall::http1_transport<upcall::tls<upcall::posix_socket>>>::heeds_time_left);
  const given::authority trusted;
  laws::peer server{{{.bytes = "HTTP/1.1 200 OK\r\n"}}, trusted.server({.names = "DNS:gosspublic.alicdn.com"})};
  auto keys = keys_at(server, trusted.ca_file(), {.time_limit = {200}});
  const auto key = keys.key_for(key_url);
  REQUIRE_FALSE(key);
  CHECK(key.error().kind == fault::transport);
}
