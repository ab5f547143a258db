// SPDX-License-Identifier: Apache-2.0
// Services that do not accept, do not read, do not answer, or go on answering: each wait ends, and says what it knows.
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/client.hpp"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <upcall/policies/transport/httplib.hpp>
#include <vector>

using upcall::fault;
using upcall::httplib_transport;

namespace {

// Takes connections, as the system does for it, and does nothing with them.
class silent {
 public:
  explicit silent(int backlog = 8) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    REQUIRE(::bind(listener_, name(), size) == 0);
    REQUIRE(::listen(listener_, backlog) == 0);
    REQUIRE(::getsockname(listener_, name(), &size) == 0);
    url = "http://127.0.0.1:" + std::to_string(ntohs(address_.sin_port));
  }
  silent(const silent&) = delete;
  ~silent() {
    for (int each : waiting_) ::close(each);
    ::close(listener_);
  }

  // Until the system takes no more: what comes then gets no answer at all.
  void fill() {
    for (int i = 0; i != 8; ++i) {
      waiting_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      (void)::connect(waiting_.back(), name(), sizeof address_);
    }
  }

  std::string url = {};

 private:
  sockaddr* name() { return reinterpret_cast<sockaddr*>(&address_); }

  int listener_;
  sockaddr_in address_ = {};
  std::vector<int> waiting_ = {};
};

constexpr upcall::milliseconds soon{50}, late{600'000};

upcall::failure failure_of(const auto& out) {
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::transport);
  return out.error();
}

}  // namespace

TEST_CASE("a service that does not accept cannot be connected to") {
  silent service{0};
  service.fill();
  given::client oss{upcall::endpoint{service.url},
                    httplib_transport{.connect_timeout = soon, .read_timeout = late, .write_timeout = late}};
  const auto why = failure_of(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(why.message.view().starts_with("cannot connect"));
  CHECK_FALSE(why.outcome_unknown);
}

TEST_CASE("a service that does not answer may have done what was asked") {
  const silent service;
  given::client oss{upcall::endpoint{service.url},
                    httplib_transport{.connect_timeout = late, .read_timeout = soon, .write_timeout = late}};
  auto bucket = oss.bucket("examplebucket");
  const auto why = failure_of(bucket.put_object("k", upcall::text{"hello"}));
  CHECK(why.message == "no answer came");
  CHECK(why.outcome_unknown);
  CHECK(failure_of(bucket.put_object("k", upcall::text{""})).outcome_unknown);
  CHECK(failure_of(bucket.delete_object("k")).outcome_unknown);
}

TEST_CASE("a service that does not read the body has not stored it") {
  const silent service;
  const std::string content(64'000'000, 'x');  // more than the system takes for it
  given::client oss{upcall::endpoint{service.url},
                    httplib_transport{.connect_timeout = late, .read_timeout = late, .write_timeout = soon}};
  const auto why = failure_of(oss.bucket("examplebucket").put_object("k", upcall::text{content}));
  CHECK(why.message == "the connection broke while the body was sent");
  CHECK_FALSE(why.outcome_unknown);
}

TEST_CASE("an answer that stops in the middle is an unknown outcome") {
  for (const char* begun : {"HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"}) {
    laws::peer server{{{begun}}};  // and waits for more requests
    const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
    given::client oss{upcall::endpoint{url},
                      httplib_transport{.connect_timeout = late, .read_timeout = soon, .write_timeout = late}};
    CHECK(failure_of(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"})).outcome_unknown);
  }
}

TEST_CASE("a service that speaks no TLS and waits ends the connecting") {
  const silent service;
  const std::string url = "https" + service.url.substr(4);
  given::client oss{upcall::endpoint{url},
                    httplib_transport{.connect_timeout = soon, .read_timeout = late, .write_timeout = late}};
  const auto why = failure_of(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(why.message.view().starts_with("cannot connect"));
  CHECK_FALSE(why.outcome_unknown);
}
