// SPDX-License-Identifier: Apache-2.0
// httplib_transport by way of a proxy: what cpp-httplib does of it, and what is done about the rest.
#include "laws/transport.hpp"
#include "support/client.hpp"
#include "support/http_proxy.hpp"
#include "support/tls_peer.hpp"
#include <string>
#include <upcall/policies/transport/httplib.hpp>
#include <vector>

using given::http_proxy;
using given::says;
using upcall::fault;
using upcall::httplib_transport;

namespace {

httplib_transport by(const std::string& url) { return {.ca_file = given::trusted().ca_file(), .proxy = url}; }

const std::string fake_credentials = "fake-user:fake-password", fake_basic = "Basic ZmFrZS11c2VyOmZha2UtcGFzc3dvcmQ=";

struct way {
  http_proxy proxy;
  laws::peer server;
  std::string url;
  given::client<upcall::endpoint, httplib_transport> client;

  explicit way(std::vector<laws::reaction> reactions, bool with_tls = true, const http_proxy::behaviour& how = {},
               const std::string& credentials = "", const std::string& host = "127.0.0.1")
      : proxy(how),
        server(std::move(reactions), with_tls ? given::trusted().server() : nullptr),
        url((with_tls ? "https://" : "http://") + host + ":" + std::to_string(server.port())),
        client(upcall::endpoint{url}, by(proxy.url(credentials))) {}

  auto bucket() { return client.bucket("examplebucket"); }
  auto put(std::string_view content = "hello") { return bucket().put_object("k", upcall::text{content}); }
  std::string authority() const { return "127.0.0.1:" + std::to_string(server.port()); }
};

upcall::failure why_not(const http_proxy::behaviour& how, const std::string& credentials = fake_credentials) {
  way with{{{given::ok}}, true, how, credentials};
  const auto out = with.put();
  REQUIRE_FALSE(out);
  CHECK(with.server.requests().empty());
  CHECK(out.error().kind == fault::transport);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK_FALSE(says(out.error(), "fake"));
  CHECK_FALSE(says(out.error(), "ZmFrZ"));
  return out.error();
}

template <bool Tls>
struct far_end_by_proxy {
  static constexpr bool changes_answer_headers = true;  // see httplib.cpp

  http_proxy proxy{{.authorization = fake_basic}};
  laws::peer server;
  std::string url = (Tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server.port());
  explicit far_end_by_proxy(const std::vector<upcall::recorded_answer>& answers)
      : server(laws::in_order(answers), Tls ? given::trusted().server() : nullptr) {}
  upcall::endpoint endpoint() const { return {url}; }
  httplib_transport transport() const { return by(proxy.url(fake_credentials)); }
  auto requests(auto&) const { return server.requests(); }
};

}  // namespace

TEST_CASE("httplib_transport through a proxy's tunnel keeps the laws of a transport") {
  laws::transport<far_end_by_proxy<true>>();
}

TEST_CASE("httplib_transport whose requests a proxy hands on keeps the laws of a transport") {
  laws::transport<far_end_by_proxy<false>>();
}

TEST_CASE(
    "by cpp-httplib, the service never sees the proxy's credentials, nor the proxy more than where a tunnel leads") {
  const std::string large = given::bytes(3'000'000);
  way with{{{given::ok}, {given::ok}, {laws::in_bytes({.status = 204}), false}, {given::ok}},
           true,
           {.authorization = fake_basic},
           fake_credentials};
  CHECK(with.put());
  CHECK(with.put(large));
  CHECK(with.bucket().delete_object("k"));
  CHECK(with.proxy.connections() == 1);
  with.proxy.wait_until_all_closed();
  CHECK(with.put());
  CHECK(with.proxy.connections() == 2);
  for (const auto& head : with.proxy.heads()) {
    CHECK(head.starts_with("CONNECT " + with.authority() + " HTTP/1.1\r\n"));
    CHECK(head.find("\r\nProxy-Authorization: " + fake_basic + "\r\n") != head.npos);
    CHECK(head.find("\r\nAuthorization") == head.npos);
  }
  const std::string through = with.proxy.through_tunnels();
  for (const char* clear : {"PUT ", "uthorization", "fake-key-id", "hello", "HTTP/1.1"}) {
    INFO(clear);
    CHECK(through.find(clear) == std::string::npos);
  }
  const auto sent = with.server.requests();
  REQUIRE(sent.size() == 4);
  CHECK((sent[1].body == large));
  for (const auto& each : sent) CHECK(each.header("proxy-authorization") == nullptr);
}

TEST_CASE("by cpp-httplib, requests to an http endpoint are handed on by the proxy") {
  way with{{{given::ok}, {given::ok}}, false, {.authorization = fake_basic}, fake_credentials};
  CHECK(with.put());
  CHECK(with.put());
  CHECK(with.proxy.connections() == 1);
  const auto heads = with.proxy.heads();
  REQUIRE(heads.size() == 2);
  CHECK(heads[0].starts_with("PUT http://" + with.authority() + "/examplebucket/k HTTP/1.1\r\n"));
  for (const auto& each : with.server.requests()) CHECK(each.header("proxy-authorization") == nullptr);
}

TEST_CASE("by cpp-httplib, a proxy without credentials is sent none") {
  for (bool with_tls : {true, false}) {
    way with{{{given::ok}}, with_tls};
    CHECK(with.put());
    CHECK(with.proxy.heads().at(0).find("Proxy-Authorization") == std::string::npos);
  }
}

TEST_CASE("by cpp-httplib, TLS verifies the service's name, not the proxy's") {
  way named{{{given::ok}}, true, {}, "", "localhost"};
  CHECK(named.put());
  CHECK(named.proxy.heads().at(0).starts_with("CONNECT localhost:"));
  http_proxy proxy;
  const given::tls_peer other{{{given::ok}}, {.names = "DNS:other.example.com"}};
  const std::string url = other.url();
  given::client oss{upcall::endpoint{url}, by(proxy.url())};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(says(out.error(), "certificate is not valid for this endpoint"));
  CHECK(other.server.requests().empty());
}

TEST_CASE("by cpp-httplib, a proxy that wants other credentials is told, and none of them") {
  for (const std::string credentials : {"", "fake-user:fake-wrong"})
    CHECK(says(why_not({.authorization = fake_basic}, credentials), "it wants other credentials, status 407"));
  way with{{{given::ok}}, false, {.authorization = fake_basic}, "fake-user:fake-wrong"};
  const auto out = with.put();
  REQUIRE_FALSE(out);
  CHECK(out.error().status == 407);
  CHECK_FALSE(says(out.error(), "fake"));
}

TEST_CASE("by cpp-httplib, a proxy's user without a password is refused, since none would be sent") {
  for (bool with_tls : {true, false}) {
    way with{{{given::ok}}, with_tls, {}, "fake-user"};
    const auto out = with.put();
    REQUIRE_FALSE(out);
    CHECK(says(out.error(), "proxy: cpp-httplib sends no user without a password"));
    CHECK(with.proxy.connections() == 0);
  }
}

TEST_CASE("by cpp-httplib, a proxy that makes no tunnel is no way to the service") {
  for (const char* answer : {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno",
                             "HTTP/1.1 503 Service Unavailable\r\n\r\n", "SSH-2.0-x\r\n\r\n"}) {
    INFO(answer);
    CHECK(says(why_not({.answer = answer}), "by way of a proxy"));
  }
  why_not({.silent = true});
}

TEST_CASE("by cpp-httplib, a proxy that is not there is told, and a URL that is none") {
  const laws::peer::closed_port nobody;
  for (const std::string url : {"http://127.0.0.1:1", "https://127.0.0.1:1"}) {
    given::client oss{upcall::endpoint{url}, by("http://fake-user:fake@127.0.0.1:" + std::to_string(nobody.number()))};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(says(out.error(), "by way of a proxy"));
    CHECK_FALSE(says(out.error(), "fake"));
    given::client bad{upcall::endpoint{url}, by("http://fake-user:fake%0d%0a@127.0.0.1")};
    const auto refused = bad.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.view().starts_with("proxy: give it as http://host:port"));
  }
}

TEST_CASE("by cpp-httplib, no host of an endpoint puts lines into what a proxy is asked") {
  struct hostile_endpoint {
    using role = upcall::role::endpoint;
    bool with_tls;
    upcall::parsed_address where() const {
      return {{.tls = with_tls,
               .host = "127.0.0.1:1 HTTP/1.1\r\nX-Injected: y\r\n\r\n",
               .port = 1,
               .style = upcall::address_style::path}};
    }
    static std::string_view signing_region() { return "cn-hangzhou"; }
  };
  for (bool with_tls : {true, false}) {
    http_proxy proxy;
    given::client oss{hostile_endpoint{with_tls}, by(proxy.url())};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(says(out.error(), "endpoint: no host that a proxy can be asked for"));
    CHECK(proxy.connections() == 0);
  }
}
