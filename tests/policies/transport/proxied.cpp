// SPDX-License-Identifier: Apache-2.0
#include "laws/by_proxy.hpp"
#include "laws/byte_stream.hpp"
#include "policies/transport/posix_far_end.hpp"
#include "support/client.hpp"
#include "support/http_proxy.hpp"
#include "support/tls_peer.hpp"
#include <string>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/proxied.hpp>
#include <upcall/policies/transport/tls.hpp>

using given::http_proxy;
using given::says;
using upcall::posix_socket;
using upcall::proxied;

namespace {

struct streams_by_proxy {
  static constexpr bool changes_answer_headers = false;
  static upcall::http1_transport<upcall::tls<proxied<posix_socket>>> by(const std::string& url) {
    return {.stream = {.below = {.below = {}, .proxy = url}, .ca_file = given::trusted().ca_file()}};
  }
};
using way = laws::service_by_proxy<streams_by_proxy>;

upcall::failure why_not(const http_proxy::behaviour& how, const std::string& credentials = laws::proxy_credentials) {
  return laws::why_no_tunnel<streams_by_proxy>(how, credentials);
}

}  // namespace

TEST_CASE("http1_transport over proxied keeps the laws of a way by a proxy") { laws::by_proxy<streams_by_proxy>(); }

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
           {.authorization = laws::proxy_basic},
           laws::proxy_credentials};
  CHECK(with.put());
  CHECK(with.put(large));
  CHECK(with.bucket().delete_object("k"));
  CHECK(with.proxy.connections() == 1);
  CHECK(with.service.connections() == 1);
  CHECK(with.proxy.in_clear() == "CONNECT " + with.authority() + " HTTP/1.1\r\nHost: " + with.authority() +
                                     "\r\nProxy-Authorization: " + laws::proxy_basic + "\r\n\r\n");
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
           {.authorization = laws::proxy_basic},
           laws::proxy_credentials};
  CHECK(with.put());
  CHECK(with.put(large));
  CHECK(with.bucket().delete_object("k"));
  CHECK(with.proxy.connections() == 1);
  const auto heads = with.proxy.heads();
  REQUIRE(heads.size() == 3);
  CHECK(heads[0].starts_with("PUT http://" + with.authority() +
                             "/examplebucket/k HTTP/1.1\r\nHost: " + with.authority() + "\r\n"));
  for (const auto& each : heads)
    CHECK(each.find("\r\nProxy-Authorization: " + laws::proxy_basic + "\r\n") != each.npos);
  const auto sent = with.service.requests();
  REQUIRE(sent.size() == 3);
  CHECK((sent[1].body == large));
  for (const auto& each : sent) CHECK(each.header("proxy-authorization") == nullptr);
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

TEST_CASE("a proxy that wants a password is told that it does") {
  CHECK(says(why_not({.authorization = laws::proxy_basic}, "fake-user"), "it wants other credentials, status 407"));
}

TEST_CASE("a proxy that makes no tunnel is told by its answer") {
  CHECK(says(why_not({.answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno"}), "status 502"));
  CHECK(says(why_not({.answer = "HTTP/1.1 503 Service Unavailable\r\n\r\n"}), "status 503"));
  CHECK(says(why_not({.answer = "SSH-2.0-x\r\n\r\n"}), "its answer is not HTTP's"));
  CHECK(says(why_not({.silent = true}), "the proxy makes no connection to the service: it has ended the connection"));
  CHECK(says(why_not({.authorization = laws::proxy_basic, .glued = "HTTP/1.1 200 OK\r\n\r\n"}),
             "it sent more than its answer"));
  CHECK(says(why_not({.endless = true}), "the head of its answer does not end"));
}

TEST_CASE("a proxy that speaks before the tunnel is there may have interim answers") {
  way with{{{given::ok}}, true, {.before = "HTTP/1.1 100 Continue\r\n\r\n"}};
  CHECK(with.put());
}

TEST_CASE("a proxy that is not there is told") {
  const laws::peer::closed_port nobody;
  const laws::peer service{{{given::ok}}};
  const std::string plain = "http://127.0.0.1:" + std::to_string(service.port()), secure = "https" + plain.substr(4);
  for (const std::string& url : {plain, secure}) {
    given::client oss{upcall::endpoint{url},
                      streams_by_proxy::by("http://fake-user:fake@127.0.0.1:" + std::to_string(nobody.number()))};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(out.error().message == "cannot connect to the proxy: nobody listens there");
  }
  CHECK(service.connections() == 0);
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
