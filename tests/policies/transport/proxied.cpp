// SPDX-License-Identifier: Apache-2.0
#include "laws/byte_stream.hpp"
#include "laws/transport.hpp"
#include "policies/transport/posix_far_end.hpp"
#include "support/client.hpp"
#include "support/http_proxy.hpp"
#include "support/tls_peer.hpp"
#include <string>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/proxied.hpp>
#include <upcall/policies/transport/tls.hpp>
#include <vector>

using given::http_proxy;
using given::says;
using upcall::fault;
using upcall::posix_socket;
using upcall::proxied;

namespace {

using by_proxy = upcall::http1_transport<upcall::tls<proxied<posix_socket>>>;

by_proxy by(const std::string& url) {
  return {.stream = {.below = {.below = {}, .proxy = url}, .ca_file = given::trusted().ca_file()}};
}

// "Basic " of "fake-user:fake-password".
const std::string fake_credentials = "fake-user:fake-password", fake_basic = "Basic ZmFrZS11c2VyOmZha2UtcGFzc3dvcmQ=";

// A service behind a proxy.
struct way {
  http_proxy proxy;
  laws::peer service;
  std::string url;
  given::client<upcall::endpoint, by_proxy> client;

  explicit way(std::vector<laws::reaction> reactions, bool with_tls = true, const http_proxy::behaviour& how = {},
               const std::string& credentials = "", const std::string& host = "127.0.0.1")
      : proxy(how),
        service(std::move(reactions), with_tls ? given::trusted().server() : nullptr),
        url((with_tls ? "https://" : "http://") + host + ":" + std::to_string(service.port())),
        client(upcall::endpoint{url}, by(proxy.url(credentials))) {}

  auto bucket() { return client.bucket("examplebucket"); }
  auto put(std::string_view content = "hello") { return bucket().put_object("k", upcall::text{content}); }
  std::string authority() const { return "127.0.0.1:" + std::to_string(service.port()); }
};

upcall::failure why_not(const http_proxy::behaviour& how, const std::string& credentials = fake_credentials) {
  way with{{{given::ok}}, true, how, credentials};
  const auto out = with.put();
  REQUIRE_FALSE(out);
  CHECK(with.service.requests().empty());
  CHECK(out.error().kind == fault::transport);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK_FALSE(says(out.error(), "fake"));
  CHECK_FALSE(says(out.error(), "ZmFrZ"));
  return out.error();
}

template <bool Tls>
struct far_end_by_proxy {
  static constexpr bool changes_answer_headers = false;

  http_proxy proxy{{.authorization = fake_basic}};
  laws::peer server;
  std::string url = (Tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server.port());
  explicit far_end_by_proxy(const std::vector<upcall::recorded_answer>& answers)
      : server(laws::in_order(answers), Tls ? given::trusted().server() : nullptr) {}
  upcall::endpoint endpoint() const { return {url}; }
  by_proxy transport() const { return by(proxy.url(fake_credentials)); }
  auto requests(auto&) const { return server.requests(); }
};

}  // namespace

TEST_CASE("http1_transport through a proxy's tunnel keeps the laws of a transport") {
  laws::transport<far_end_by_proxy<true>>();
}

TEST_CASE("http1_transport whose requests a proxy hands on keeps the laws of a transport") {
  laws::transport<far_end_by_proxy<false>>();
}

TEST_CASE("without a proxy's URL, proxied is the stream below") {
  struct straight : given::posix_far_end {
    auto stream() const {
      static proxied<posix_socket> description{};
      static proxied<posix_socket>::context shared{description};
      return proxied<posix_socket>::state{description, shared};
    }
  };
  laws::byte_stream<straight>();
}

TEST_CASE("an https endpoint is reached by a tunnel, and the proxy sees no more than where it leads") {
  const std::string large = given::bytes(3'000'000);
  way with{{{given::ok}, {given::ok}, {laws::in_bytes({.status = 204})}},
           true,
           {.authorization = fake_basic},
           fake_credentials};
  CHECK(with.put());
  CHECK(with.put(large));
  CHECK(with.bucket().delete_object("k"));
  CHECK(with.proxy.connections() == 1);
  CHECK(with.service.connections() == 1);
  CHECK(with.proxy.in_clear() == "CONNECT " + with.authority() + " HTTP/1.1\r\nHost: " + with.authority() +
                                     "\r\nProxy-Authorization: " + fake_basic + "\r\n\r\n");
  const std::string through = with.proxy.through_tunnels();
  CHECK(through.size() > large.size());
  for (const char* clear : {"PUT ", "uthorization", "fake-key-id", "hello", "HTTP/1.1"}) {
    INFO(clear);
    CHECK(through.find(clear) == std::string::npos);
  }
  const auto sent = with.service.requests();
  REQUIRE(sent.size() == 3);
  CHECK((sent[1].body == large));
  for (const auto& each : sent) {
    CHECK(each.header("proxy-authorization") == nullptr);
    CHECK(each.target.starts_with('/'));
    CHECK(each.header("authorization") != nullptr);
  }
}

TEST_CASE("requests to an http endpoint are handed on by the proxy") {
  const std::string large = given::bytes(3'000'000);
  way with{{{given::ok}, {given::ok}, {laws::in_bytes({.status = 204})}},
           false,
           {.authorization = fake_basic},
           fake_credentials};
  CHECK(with.put());
  CHECK(with.put(large));
  CHECK(with.bucket().delete_object("k"));
  CHECK(with.proxy.connections() == 1);
  const auto heads = with.proxy.heads();
  REQUIRE(heads.size() == 3);
  CHECK(heads[0].starts_with("PUT http://" + with.authority() +
                             "/examplebucket/k HTTP/1.1\r\nHost: " + with.authority() + "\r\n"));
  for (const auto& each : heads) CHECK(each.find("\r\nProxy-Authorization: " + fake_basic + "\r\n") != each.npos);
  const auto sent = with.service.requests();
  REQUIRE(sent.size() == 3);
  CHECK((sent[1].body == large));
  for (const auto& each : sent) CHECK(each.header("proxy-authorization") == nullptr);
}

TEST_CASE("a proxy without credentials is sent none") {
  for (bool with_tls : {true, false}) {
    way with{{{given::ok}}, with_tls};
    CHECK(with.put());
    CHECK(with.proxy.heads().at(0).find("Proxy-Authorization") == std::string::npos);
  }
}

TEST_CASE("an idle connection by the proxy that ended is replaced, both ways") {
  for (bool with_tls : {true, false}) {
    way with{{{given::ok, false}, {given::ok}}, with_tls};
    CHECK(with.put());
    with.proxy.wait_until_all_closed();
    CHECK(with.put());
    CHECK(with.proxy.connections() == 2);
  }
}

TEST_CASE("TLS verifies the service's name, not the proxy's") {
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

TEST_CASE("a proxy that wants other credentials is told, and none of them") {
  for (const std::string credentials : {"", "fake-user:fake-wrong", "fake-user"}) {
    CHECK(says(why_not({.authorization = fake_basic}, credentials), "it wants other credentials, status 407"));
  }
  way with{{{given::ok}}, false, {.authorization = fake_basic}, "fake-user:fake-wrong"};
  const auto out = with.put();
  REQUIRE_FALSE(out);
  CHECK(out.error().status == 407);
  CHECK_FALSE(says(out.error(), "fake"));
  CHECK(with.service.requests().empty());
}

TEST_CASE("a proxy that makes no tunnel is told by its answer") {
  CHECK(says(why_not({.answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno"}), "status 502"));
  CHECK(says(why_not({.answer = "HTTP/1.1 503 Service Unavailable\r\n\r\n"}), "status 503"));
  CHECK(says(why_not({.answer = "SSH-2.0-x\r\n\r\n"}), "its answer is not HTTP's"));
  CHECK(says(why_not({.silent = true}), "the proxy makes no connection to the service: it has ended the connection"));
  CHECK(
      says(why_not({.authorization = fake_basic, .glued = "HTTP/1.1 200 OK\r\n\r\n"}), "it sent more than its answer"));
  CHECK(says(why_not({.endless = true}), "the head of its answer does not end"));
}

TEST_CASE("a proxy that speaks before the tunnel is there may have interim answers") {
  way with{{{given::ok}}, true, {.before = "HTTP/1.1 100 Continue\r\n\r\n"}};
  CHECK(with.put());
}

TEST_CASE("a proxy that is not there is told, and a URL that is none") {
  const laws::peer::closed_port nobody;
  const laws::peer service{{{given::ok}}};
  const std::string plain = "http://127.0.0.1:" + std::to_string(service.port()), secure = "https" + plain.substr(4);
  for (const std::string& url : {plain, secure}) {
    given::client oss{upcall::endpoint{url}, by("http://fake-user:fake@127.0.0.1:" + std::to_string(nobody.number()))};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(out.error().message == "cannot connect to the proxy: nobody listens there");
    given::client bad{upcall::endpoint{url}, by("http://fake-user:fake%0d%0a@127.0.0.1")};
    const auto refused = bad.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.view().starts_with("proxy: give it as http://host:port"));
  }
  CHECK(service.connections() == 0);
}

TEST_CASE("no host of an endpoint puts lines into what a proxy is asked") {
  struct hostile {
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
    given::client oss{hostile{with_tls}, by(proxy.url())};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(says(out.error(), "endpoint: no host that a proxy can be asked for"));
    CHECK(proxy.connections() == 0);
  }
}

TEST_CASE("a proxied stream without TLS promises none") {
  http_proxy proxy;
  const proxied<posix_socket> description{.below = {}, .proxy = proxy.url()};
  proxied<posix_socket>::context shared{description};
  proxied<posix_socket>::state stream{description, shared};
  CHECK(upcall::proxied_stream<proxied<posix_socket>::state>);
  CHECK(stream.connect({"127.0.0.1", 443, true}).wrong().find("no TLS") != std::string_view::npos);
  CHECK(proxy.connections() == 0);
}
