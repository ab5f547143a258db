// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "laws/peer.hpp"
#include "laws/transport.hpp"
#include "support/client.hpp"
#include "support/http_proxy.hpp"
#include "support/tls_peer.hpp"
#include <string>
#include <string_view>
#include <upcall/http/address.hpp>
#include <upcall/roles/endpoint.hpp>
#include <utility>
#include <vector>

// What every transport keeps to whose way leads by an HTTP proxy. A model has
//   Way::by(url)                   a transport by that proxy, which trusts given::trusted()
//   Way::changes_answer_headers    as laws::transport has it
// and a test case that calls laws::by_proxy<Way>().
namespace laws {

// "Basic " of "fake-user:fake-password".
inline const std::string proxy_credentials = "fake-user:fake-password",
                         proxy_basic = "Basic ZmFrZS11c2VyOmZha2UtcGFzc3dvcmQ=";

// A service behind a proxy, and a client of it.
template <class Way>
struct service_by_proxy {
  given::http_proxy proxy;
  peer service;
  std::string url;
  given::client<upcall::endpoint, decltype(Way::by(std::string{}))> client;

  explicit service_by_proxy(std::vector<reaction> reactions, bool with_tls = true,
                            const given::http_proxy::behaviour& how = {}, const std::string& credentials = "",
                            const std::string& host = "127.0.0.1")
      : proxy(how),
        service(std::move(reactions), with_tls ? given::trusted().server() : nullptr),
        url((with_tls ? "https://" : "http://") + host + ":" + std::to_string(service.port())),
        client(upcall::endpoint{url}, Way::by(proxy.url(credentials))) {}

  auto bucket() { return client.bucket("examplebucket"); }
  auto put(std::string_view content = "hello") { return bucket().put_object("k", upcall::text{content}); }
  std::string authority() const { return "127.0.0.1:" + std::to_string(service.port()); }
};

// Why there is no tunnel; nothing has come to the service, and no credentials are in the failure.
template <class Way>
upcall::failure why_no_tunnel(const given::http_proxy::behaviour& how,
                              const std::string& credentials = proxy_credentials) {
  service_by_proxy<Way> with{{{given::ok}}, true, how, credentials};
  const auto out = with.put();
  REQUIRE_FALSE(out);
  CHECK(with.service.requests().empty());
  CHECK(out.error().kind == upcall::fault::transport);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK_FALSE(given::says(out.error(), "fake"));
  CHECK_FALSE(given::says(out.error(), "ZmFrZ"));
  return out.error();
}

template <class Way, bool Tls>
struct far_end_by_proxy {
  static constexpr bool changes_answer_headers = Way::changes_answer_headers;

  given::http_proxy proxy{{.authorization = proxy_basic}};
  peer server;
  std::string url = (Tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server.port());
  explicit far_end_by_proxy(const std::vector<upcall::recorded_answer>& answers)
      : server(in_order(answers), Tls ? given::trusted().server() : nullptr) {}
  upcall::endpoint endpoint() const { return {url}; }
  auto transport() const { return Way::by(proxy.url(proxy_credentials)); }
  auto requests(auto&) const { return server.requests(); }
};

// A host that would end a line of what the proxy is asked.
struct endpoint_of_two_lines {
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

template <class Way>
void by_proxy() {
  using way = service_by_proxy<Way>;

  SECTION("through a tunnel it is a transport") { transport<far_end_by_proxy<Way, true>>(); }
  SECTION("with its requests handed on it is a transport") { transport<far_end_by_proxy<Way, false>>(); }

  SECTION("a proxy without credentials is sent none") {
    for (bool with_tls : {true, false}) {
      way with{{{given::ok}}, with_tls};
      CHECK(with.put());
      CHECK(with.proxy.heads().at(0).find("Proxy-Authorization") == std::string::npos);
    }
  }

  SECTION("TLS verifies the service's name, not the proxy's") {
    way named{{{given::ok}}, true, {}, "", "localhost"};
    CHECK(named.put());
    CHECK(named.proxy.heads().at(0).starts_with("CONNECT localhost:"));
    given::http_proxy proxy;
    const given::tls_peer other{{{given::ok}}, {.names = "DNS:other.example.com"}};
    const std::string url = other.url();
    given::client oss{upcall::endpoint{url}, Way::by(proxy.url())};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(given::says(out.error(), "certificate is not valid for this endpoint"));
    CHECK(other.server.requests().empty());
  }

  SECTION("a proxy that wants other credentials is told, and none of them") {
    for (const std::string credentials : {"", "fake-user:fake-wrong"}) {
      CHECK(given::says(why_no_tunnel<Way>({.authorization = proxy_basic}, credentials),
                        "the proxy makes no connection to the service: it wants other credentials, status 407"));
    }
    way with{{{given::ok}}, false, {.authorization = proxy_basic}, "fake-user:fake-wrong"};
    const auto out = with.put();
    REQUIRE_FALSE(out);
    CHECK(out.error().status == 407);
    CHECK_FALSE(given::says(out.error(), "fake"));
    CHECK(with.service.requests().empty());
  }

  SECTION("a URL that is none is told") {
    for (const std::string url : {"http://127.0.0.1:1", "https://127.0.0.1:1"}) {
      given::client oss{upcall::endpoint{url}, Way::by("http://fake-user:fake%0d%0a@127.0.0.1")};
      const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
      REQUIRE_FALSE(out);
      CHECK(out.error().message.view().starts_with("proxy: give it as http://host:port"));
    }
  }

  SECTION("no host of an endpoint puts lines into what the proxy is asked") {
    for (bool with_tls : {true, false}) {
      given::http_proxy proxy;
      given::client oss{endpoint_of_two_lines{with_tls}, Way::by(proxy.url())};
      const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
      REQUIRE_FALSE(out);
      CHECK(given::says(out.error(), "endpoint: no host that a proxy can be asked for"));
      CHECK(proxy.connections() == 0);
    }
  }
}

}  // namespace laws
