// SPDX-License-Identifier: Apache-2.0
// TLS of httplib_transport: which services it speaks to and which it refuses.
#include "catch.hpp"
#include "laws/peer.hpp"
#include "laws/transport.hpp"
#include "support/authority.hpp"
#include "support/client.hpp"
#include <csignal>
#include <semaphore>
#include <string>
#include <thread>
#include <upcall/policies/transport/httplib.hpp>
#include <upcall/policies/transport/sigpipe_guard.hpp>
#include <upcall/testing/http/socket.hpp>
#include <utility>
#include <vector>

using given::tls_settings;
using upcall::fault;
using upcall::httplib_transport;

namespace {

const given::authority& trusted() {
  static const given::authority made;
  return made;
}

const std::string ok = laws::in_bytes({.headers = {{"ETag", "\"1\""}}, .body = "{\"Status\":\"OK\"}"});

struct tls_peer {
  laws::peer server;

  explicit tls_peer(std::vector<laws::reaction> reactions, const tls_settings& settings = {},
                    const given::authority& by = trusted())
      : server(std::move(reactions), by.server(settings)) {}
  std::string url(const std::string& host = "127.0.0.1") const {
    return "https://" + host + ":" + std::to_string(server.port());
  }
};

std::vector<laws::reaction> in_order(const std::vector<upcall::recorded_answer>& answers) {
  std::vector<laws::reaction> out;
  for (const auto& each : answers) out.push_back({laws::in_bytes(each)});
  return out;
}

struct far_end {
  static constexpr bool changes_answer_headers = true;  // see httplib.cpp

  tls_peer peer;
  std::string url = peer.url();
  explicit far_end(const std::vector<upcall::recorded_answer>& answers) : peer(in_order(answers)) {}
  upcall::endpoint endpoint() const { return {url}; }
  static httplib_transport transport() { return {.ca_file = trusted().ca_file()}; }
  auto requests(auto&) const { return peer.server.requests(); }
};

auto put(const std::string& url, const std::string& ca_file) {
  given::client oss{upcall::endpoint{url}, httplib_transport{.ca_file = ca_file}};
  return oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
}

// Why nothing is sent to such a server.
upcall::failure refusal_of(const tls_settings& settings, const given::authority& by = trusted(),
                           const std::string& host = "127.0.0.1") {
  const tls_peer peer{{{ok}}, settings, by};
  const auto out = put(peer.url(host), trusted().ca_file());
  REQUIRE_FALSE(out);
  CHECK(peer.server.requests().empty());
  CHECK(out.error().kind == fault::transport);
  CHECK_FALSE(out.error().outcome_unknown);
  return out.error();
}

// Serves one connection after the other, each by a function.
class by_hand {
 public:
  using served = void (*)(SSL* session, int socket);

  explicit by_hand(std::vector<served> each) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    url = "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    const upcall::detail::sigpipe_guard inherited;  // OpenSSL writes without MSG_NOSIGNAL
    thread_ = std::thread{[this, each = std::move(each)] {
      for (served serve : each) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        const std::unique_ptr<SSL, decltype(&SSL_free)> session{SSL_new(context_.get()), &SSL_free};
        SSL_set_fd(session.get(), socket);
        if (socket >= 0 && SSL_accept(session.get()) == 1) serve(session.get(), socket);
        ::close(socket);
        closed_.release();
      }
    }};
  }
  by_hand(const by_hand&) = delete;
  ~by_hand() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  void wait_until_closed() { closed_.acquire(); }

  std::string url = {};

 private:
  std::shared_ptr<SSL_CTX> context_ = trusted().server();
  int listener_;
  std::counting_semaphore<> closed_{0};
  std::thread thread_ = {};
};

// Answers one request, whose body is "hello".
void answer(SSL* session) {
  std::string got;
  char piece[4096];
  while (!got.ends_with("\r\n\r\nhello")) {
    const int size = SSL_read(session, piece, sizeof piece);
    if (size <= 0) return;
    got.append(piece, static_cast<std::size_t>(size));
  }
  SSL_write(session, ok.data(), static_cast<int>(ok.size()));
}

bool says(const upcall::failure& why, std::string_view text) {
  return why.message.view().find(text) != std::string_view::npos;
}

}  // namespace

TEST_CASE("httplib_transport keeps the laws of a transport over TLS") { laws::transport<far_end>(); }

TEST_CASE("nothing of it stays in OpenSSL's queue of errors, which is the whole thread's") {
  ERR_clear_error();
  SECTION("of a service that is refused") { refusal_of({.names = "DNS:other.example.com"}); }
  SECTION("of one without TLS") {
    laws::peer peer{{{ok}}};
    CHECK_FALSE(put("https://127.0.0.1:" + std::to_string(peer.port()), trusted().ca_file()));
  }
  SECTION("of one that is good") {
    tls_peer peer{{{ok}}};
    CHECK(put(peer.url(), trusted().ca_file()));
  }
  CHECK(ERR_peek_error() == 0);
}

TEST_CASE("a connection over TLS is used again by later calls") {
  tls_peer peer{{{ok}, {ok}, {laws::in_bytes({.status = 204})}}};
  const std::string url = peer.url();
  given::client oss{upcall::endpoint{url}, httplib_transport{.ca_file = trusted().ca_file()}};
  auto bucket = oss.bucket("examplebucket");
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
  CHECK(bucket.delete_object("k"));
  CHECK(peer.server.connections() == 1);
}

// Its end is an alert, which can be read: that must not be taken for a sign of life.
TEST_CASE("a connection over TLS that the service ended while it was idle is replaced") {
  by_hand server{{[](SSL* session, int) {
                    answer(session);
                    SSL_shutdown(session);
                  },
                  [](SSL* session, int) { answer(session); }}};
  given::client oss{upcall::endpoint{server.url}, httplib_transport{.ca_file = trusted().ca_file()}};
  auto bucket = oss.bucket("examplebucket");
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
  server.wait_until_closed();
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
}

// OpenSSL writes so that SIGPIPE is raised, which would end this program.
TEST_CASE("a service that answers over TLS and goes while the body is sent does not end the program") {
  const std::string content = given::bytes(20'000'000);
  const tls_peer peer{{{laws::in_bytes({.status = 403}), false, true}, {ok}}};
  const std::string url = peer.url();
  given::client oss{upcall::endpoint{url}, httplib_transport{.ca_file = trusted().ca_file()}};
  auto bucket = oss.bucket("examplebucket");
  const auto out = bucket.put_object("k", upcall::text{content});
  REQUIRE_FALSE(out);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(peer.server.requests().empty());
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
}

TEST_CASE("an answer that is lost over TLS is an unknown outcome") {
  for (const std::string& begun : {std::string{}, ok.substr(0, 10), ok.substr(0, ok.size() - 1)}) {
    const tls_peer peer{{{begun, false}}};
    const auto out = put(peer.url(), trusted().ca_file());
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().outcome_unknown);
  }
}

// TLS says goodbye; the far end has gone in the meantime.
TEST_CASE("the end of a client raises no SIGPIPE") {
  static volatile std::sig_atomic_t raised = 0;
  struct sigaction counting {
  }, before;
  counting.sa_handler = [](int) { raised = raised + 1; };
  REQUIRE(::sigaction(SIGPIPE, &counting, &before) == 0);
  {
    by_hand server{{[](SSL* session, int socket) {
      answer(session);
      ::shutdown(socket, SHUT_WR);
      const linger reset{1, 0};  // close() breaks the connection
      ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }}};
    given::client oss{upcall::endpoint{server.url}, httplib_transport{.ca_file = trusted().ca_file()}};
    CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
    server.wait_until_closed();
  }
  ::sigaction(SIGPIPE, &before, nullptr);
  CHECK(raised == 0);
}

TEST_CASE("certificates of the right name and authority are good") {
  for (const char* names : {"IP:127.0.0.1", "DNS:example.com,IP:127.0.0.1"}) {
    const tls_peer peer{{{ok}}, {.names = names}};
    CHECK(put(peer.url(), trusted().ca_file()));
  }
  for (const char* host : {"localhost", "LocalHost"}) {
    const tls_peer peer{{{ok}}, {.names = "DNS:localhost"}};
    CHECK(put(peer.url(host), trusted().ca_file()));
  }
}

TEST_CASE("TLS 1.2 and 1.3 are spoken, 1.1 is not") {
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const tls_peer peer{{{ok}}, {.lowest = version, .highest = version}};
    CHECK(put(peer.url(), trusted().ca_file()));
  }
  const tls_settings old{.lowest = TLS1_1_VERSION, .highest = TLS1_1_VERSION};
  CHECK(says(refusal_of(old), "1.2 or later"));

  // The server does speak it with who wants to.
  const tls_peer peer{{{ok}}, old};
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
  SSL_CTX_set_cipher_list(context.get(), "DEFAULT:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_1_VERSION);
  const auto socket = upcall::testing::tcp_socket::connect("127.0.0.1", static_cast<std::uint16_t>(peer.server.port()),
                                                           upcall::testing::never);
  REQUIRE(socket);
  ::fcntl(socket->descriptor(), F_SETFL, 0);
  const std::unique_ptr<SSL, decltype(&SSL_free)> session{SSL_new(context.get()), &SSL_free};
  SSL_set_fd(session.get(), socket->descriptor());
  CHECK(SSL_connect(session.get()) == 1);
}

TEST_CASE("a certificate of another name is refused") {
  for (const tls_settings& settings :
       {tls_settings{.names = "DNS:example.com"}, tls_settings{.names = "IP:127.0.0.2"},
        tls_settings{.names = "DNS:127.0.0.1"}, tls_settings{.names = "DNS:example.com", .common_name = "127.0.0.1"}}) {
    INFO(settings.names << ' ' << settings.common_name);
    CHECK(says(refusal_of(settings), "certificate is not valid for this endpoint"));
  }
  for (const tls_settings& settings :
       {tls_settings{.names = "DNS:example.com"}, tls_settings{.names = "DNS:*"}, tls_settings{.names = "DNS:local*"},
        tls_settings{.names = "DNS:localhost.example.com"}, tls_settings{.names = "IP:127.0.0.1"},
        tls_settings{.names = "DNS:example.com", .common_name = "localhost"}}) {
    INFO(settings.names << ' ' << settings.common_name);
    CHECK(says(refusal_of(settings, trusted(), "localhost"), "certificate is not valid for this endpoint"));
  }
}

TEST_CASE("a certificate of an authority that is not trusted is refused") {
  const given::authority another;
  CHECK(says(refusal_of({}, another), "certificate"));
  const tls_peer peer{{{ok}}};
  const auto out = put(peer.url(), "");  // the system's
  REQUIRE_FALSE(out);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(peer.server.requests().empty());
}

TEST_CASE("a certificate is refused before its time and after") {
  CHECK(says(refusal_of({.valid_from = -7200, .valid_until = -3600}), "expired"));
  CHECK(says(refusal_of({.valid_from = 3600, .valid_until = 7200}), "not yet valid"));
}

TEST_CASE("a file of certificates that is not there, or holds none, is told") {
  const given::temporary_file empty;
  for (const std::string& file : {trusted().ca_file() + ".not-there", empty.path()}) {
    const tls_peer peer{{{ok}}};
    const auto out = put(peer.url(), file);
    REQUIRE_FALSE(out);
    CHECK(says(out.error(), "ca_file"));
    CHECK_FALSE(out.error().outcome_unknown);
  }
}

TEST_CASE("a service without TLS is refused") {
  const laws::peer plain{{{ok, false}}};
  const auto out = put("https://127.0.0.1:" + std::to_string(plain.port()), trusted().ca_file());
  REQUIRE_FALSE(out);
  CHECK(says(out.error(), "TLS"));
  CHECK_FALSE(out.error().outcome_unknown);
}
