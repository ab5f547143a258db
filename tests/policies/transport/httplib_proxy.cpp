// SPDX-License-Identifier: Apache-2.0
// httplib_transport by way of a proxy: what cpp-httplib does of it, and what is done about the rest.
#include "laws/by_proxy.hpp"
#include "support/client.hpp"
#include "support/http_proxy.hpp"
#include "support/tls_peer.hpp"
#include <string>
#include <upcall/policies/transport/httplib.hpp>

using given::http_proxy;
using given::says;
using upcall::httplib_transport;

namespace {

struct httplib_by_proxy {
  static constexpr bool changes_answer_headers = true;  // see httplib.cpp
  static httplib_transport by(const std::string& url) { return {.ca_file = given::trusted().ca_file(), .proxy = url}; }
};
using way = laws::service_by_proxy<httplib_by_proxy>;

upcall::failure why_not(const http_proxy::behaviour& how) { return laws::why_no_tunnel<httplib_by_proxy>(how); }

}  // namespace

TEST_CASE("httplib_transport keeps the laws of a way by a proxy") { laws::by_proxy<httplib_by_proxy>(); }

TEST_CASE(
    "by cpp-httplib, the service never sees the proxy's credentials, nor the proxy more than where a tunnel leads") {
  const std::string large = given::bytes(3'000'000);
  way with{{{given::ok}, {given::ok}, {laws::in_bytes({.status = 204}), false}, {given::ok}},
           true,
           {.authorization = laws::proxy_basic},
           laws::proxy_credentials};
  CHECK(with.put());
  CHECK(with.put(large));
  CHECK(with.bucket().delete_object("k"));
  CHECK(with.proxy.connections() == 1);
  with.proxy.wait_until_all_closed();
  CHECK(with.put());
  CHECK(with.proxy.connections() == 2);
  for (const auto& head : with.proxy.heads()) {
    CHECK(head.starts_with("CONNECT " + with.authority() + " HTTP/1.1\r\n"));
    CHECK(head.find("\r\nProxy-Authorization: " + laws::proxy_basic + "\r\n") != head.npos);
    CHECK(head.find("\r\nAuthorization") == head.npos);
  }
  const std::string through = with.proxy.through_tunnels();
  for (const char* clear : {"PUT ", "uthorization", "fake-key-id", "hello", "HTTP/1.1"}) {
    INFO(clear);
    CHECK(through.find(clear) == std::string::npos);
  }
  const auto sent = with.service.requests();
  REQUIRE(sent.size() == 4);
  CHECK((sent[1].body == large));
  for (const auto& each : sent) CHECK(each.header("proxy-authorization") == nullptr);
}

TEST_CASE("by cpp-httplib, requests to an http endpoint are handed on by the proxy") {
  way with{{{given::ok}, {given::ok}}, false, {.authorization = laws::proxy_basic}, laws::proxy_credentials};
  CHECK(with.put());
  CHECK(with.put());
  CHECK(with.proxy.connections() == 1);
  const auto heads = with.proxy.heads();
  REQUIRE(heads.size() == 2);
  CHECK(heads[0].starts_with("PUT http://" + with.authority() + "/examplebucket/k HTTP/1.1\r\n"));
  for (const auto& each : with.service.requests()) CHECK(each.header("proxy-authorization") == nullptr);
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

TEST_CASE("by cpp-httplib, a proxy that is not there is told") {
  const laws::peer::closed_port nobody;
  for (const std::string url : {"http://127.0.0.1:1", "https://127.0.0.1:1"}) {
    given::client oss{upcall::endpoint{url},
                      httplib_by_proxy::by("http://fake-user:fake@127.0.0.1:" + std::to_string(nobody.number()))};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(says(out.error(), "by way of a proxy"));
    CHECK_FALSE(says(out.error(), "fake"));
  }
}
