// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <algorithm>
#include <string>
#include <upcall/policies/transport/proxy_tunnel.hpp>

using upcall::detail::is_proxied_host;
using upcall::detail::proxy_tunnel;

static_assert(is_proxied_host("oss.example.com") && is_proxied_host("a_b-c.EXAMPLE.com") &&
              is_proxied_host("127.0.0.1"));
static_assert(is_proxied_host("::1") && is_proxied_host("2001:db8::1"));
static_assert(!is_proxied_host("") && !is_proxied_host("a\r\nX: y") && !is_proxied_host("a b") &&
              !is_proxied_host("a:80"));
static_assert(!is_proxied_host("a/b") && !is_proxied_host("u@a") && !is_proxied_host("[::1]") &&
              !is_proxied_host("a?b"));
static_assert(!is_proxied_host(std::string_view{"a\0b", 3}) && !is_proxied_host("\xc3\xbc.example.com"));

namespace {

// A proxy in memory that answers so, in pieces of a size.
struct proxy_in_memory {
  std::string answer;
  std::size_t at_once = 1'000'000;
  std::string_view reading_wrong = {}, writing_wrong = {};
  std::string asked = {};

  static upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
  upcall::transferred read(std::span<char> room) {
    const std::size_t size = std::min({room.size(), at_once, answer.size()});
    std::copy_n(answer.data(), size, room.data());
    answer.erase(0, size);
    return {size, size == 0 ? reading_wrong : std::string_view{}};
  }
  upcall::transferred write(std::string_view text) {
    if (!writing_wrong.empty()) return {0, writing_wrong};
    asked += text;
    return {text.size(), {}};
  }
  static void close() {}
};

std::string why_no_tunnel(proxy_in_memory over) {
  proxy_tunnel tunnel;
  const auto out = tunnel.open(over, {"oss.example.com", 443, true}, "Basic fake");
  return std::string{out.wrong()};
}

const std::string no_tunnel = "the proxy makes no connection to the service: ";

}  // namespace

TEST_CASE("a tunnel is asked for by host and port, and credentials where there are some") {
  proxy_tunnel tunnel;
  proxy_in_memory over{"HTTP/1.1 200 OK\r\n\r\n"};
  CHECK(tunnel.open(over, {"oss.example.com", 443, true}, {}));
  CHECK(over.asked == "CONNECT oss.example.com:443 HTTP/1.1\r\nHost: oss.example.com:443\r\n\r\n");
  over = {"HTTP/1.1 200 OK\r\n\r\n"};
  CHECK(tunnel.open(over, {"::1", 8443, true}, "Basic fake"));
  CHECK(over.asked == "CONNECT [::1]:8443 HTTP/1.1\r\nHost: [::1]:8443\r\nProxy-Authorization: Basic fake\r\n\r\n");
}

TEST_CASE("any 2xx is a tunnel, however it comes") {
  for (const char* head : {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 Connection established\r\nProxy-Agent: x\r\n\r\n",
                           "HTTP/1.1 200\r\n\r\n", "HTTP/1.1 299 \r\nContent-Length: 5\r\n\r\n",
                           "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"}) {
    for (std::size_t at_once : {1u, 2u, 7u, 1'000u}) {
      INFO(head << at_once);
      CHECK(why_no_tunnel({.answer = head, .at_once = at_once}).empty());
    }
  }
}

TEST_CASE("a proxy's refusal is told by its status") {
  CHECK(why_no_tunnel({"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno"}) ==
        no_tunnel + "it wants other credentials, status 407");
  CHECK(why_no_tunnel({"HTTP/1.0 503 Service Unavailable\r\n\r\n"}) == no_tunnel + "status 503");
  CHECK(why_no_tunnel({"HTTP/1.1 302 Found\r\nLocation: http://evil.example.com\r\n\r\n"}) == no_tunnel + "status 302");
}

TEST_CASE("what is no whole answer is no tunnel") {
  for (const char* bad :
       {"HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/2 200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n", "\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n", "http/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n", "HTTP/1.1 200OK\r\n\r\n"}) {
    INFO(bad);
    CHECK(why_no_tunnel({bad}) == no_tunnel + "its answer is not HTTP's");
  }
  CHECK(why_no_tunnel({"HTTP/1.1 200 OK\r\n"}) == no_tunnel + "it has ended the connection");
  CHECK(why_no_tunnel({"HTTP/1.1 200 OK\n\n"}) == no_tunnel + "it has ended the connection");
  CHECK(why_no_tunnel({""}) == no_tunnel + "it has ended the connection");
  CHECK(why_no_tunnel({"HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x')}) ==
        no_tunnel + "the head of its answer does not end");
  std::string interim;
  while (interim.size() < 100'000) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  CHECK(why_no_tunnel({interim, 20}) == no_tunnel + "the head of its answer does not end");
}

TEST_CASE("what comes with the answer is not taken for the service's") {
  CHECK(why_no_tunnel({"HTTP/1.1 200 OK\r\n\r\nx"}) == no_tunnel + "it sent more than its answer");
  CHECK(why_no_tunnel({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}) ==
        no_tunnel + "it sent more than its answer");
}

TEST_CASE("a stream's own reason is told, and a deadline's alone") {
  CHECK(why_no_tunnel({.answer = "HTTP/1.1 2", .reading_wrong = "it broke"}) == no_tunnel + "it broke");
  CHECK(why_no_tunnel({.answer = {}, .writing_wrong = "it broke"}) == no_tunnel + "it broke");
  CHECK(why_no_tunnel({.answer = {}, .reading_wrong = "deadline: over"}) == "deadline: over");
}
