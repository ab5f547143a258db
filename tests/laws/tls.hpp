// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "laws/transport.hpp"
#include "support/client.hpp"
#include "support/tls_peer.hpp"
#include <csignal>
#include <fcntl.h>
#include <openssl/err.h>
#include <string>
#include <upcall/testing/http/socket.hpp>
#include <utility>
#include <vector>

// What every transport that speaks TLS keeps to, besides the laws of transports: which services it speaks to and which
// it refuses. A model is told by
//   Given::transport(ca_file)        one that trusts these, or, of "", the system's authorities
//   Given::changes_answer_headers    see laws::transport
// and a test case that calls laws::tls<Given>().
namespace laws {

using given::by_hand;
using given::over_tls;
using given::says;
using given::tls_peer;
using given::tls_settings;
using given::trusted;
using upcall::fault;

template <class Given>
struct far_end_over_tls {
  static constexpr bool changes_answer_headers = Given::changes_answer_headers;

  tls_peer peer;
  std::string url = peer.url();

  explicit far_end_over_tls(const std::vector<upcall::recorded_answer>& answers) : peer(in_order(answers)) {}
  upcall::endpoint endpoint() const { return {url}; }
  static auto transport() { return Given::transport(trusted().ca_file()); }
  auto requests(auto&) const { return peer.server.requests(); }

 private:
  static std::vector<reaction> in_order(const std::vector<upcall::recorded_answer>& answers) {
    std::vector<reaction> out;
    for (const auto& each : answers) out.push_back({in_bytes(each)});
    return out;
  }
};

template <class Given>
auto client_over_tls(const std::string& url, const std::string& ca_file = trusted().ca_file()) {
  return given::client<upcall::endpoint, decltype(Given::transport(ca_file))>{upcall::endpoint{url},
                                                                              Given::transport(ca_file)};
}

template <class Given>
auto put_over_tls(const std::string& url, const std::string& ca_file = trusted().ca_file()) {
  auto oss = client_over_tls<Given>(url, ca_file);
  return oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
}

// Why nothing is sent to such a server.
template <class Given>
upcall::failure refusal(const tls_settings& settings, const given::authority& by = trusted(),
                        const std::string& host = "127.0.0.1") {
  const tls_peer peer{{{given::ok}}, settings, by};
  const auto out = put_over_tls<Given>(peer.url(host));
  REQUIRE_FALSE(out);
  CHECK(peer.server.requests().empty());
  CHECK(out.error().kind == fault::transport);
  CHECK_FALSE(out.error().outcome_unknown);
  return out.error();
}

// It is the whole thread's.
template <class Given>
void nothing_stays_in_the_queue_of_errors() {
  ERR_clear_error();
  refusal<Given>({.names = "DNS:other.example.com"});
  CHECK(ERR_peek_error() == 0);
  const by_hand plain{{given::in_clear}};
  CHECK_FALSE(put_over_tls<Given>(plain.url()));
  CHECK(ERR_peek_error() == 0);
  const tls_peer good{{{given::ok}}};
  CHECK(put_over_tls<Given>(good.url()));
  CHECK(ERR_peek_error() == 0);
}

template <class Given>
void a_connection_is_used_again() {
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const tls_peer peer{{{given::ok}, {given::ok}, {in_bytes({.status = 204})}},
                        {.lowest = version, .highest = version}};
    const std::string url = peer.url();
    auto oss = client_over_tls<Given>(url);
    auto bucket = oss.bucket("examplebucket");
    CHECK(bucket.put_object("k", upcall::text{"hello"}));
    CHECK(bucket.put_object("k", upcall::text{"hello"}));
    CHECK(bucket.delete_object("k"));
    CHECK(peer.server.connections() == 1);
  }
}

// Its end is an alert, which can be read: that must not be taken for a sign of life.
template <class Given>
void a_connection_that_ended_while_it_was_idle_is_replaced() {
  by_hand server{{over_tls([](SSL* session, int) {
                    given::answer(session);
                    SSL_shutdown(session);
                  }),
                  over_tls([](SSL* session, int) { given::answer(session); })}};
  const std::string url = server.url();
  auto oss = client_over_tls<Given>(url);
  auto bucket = oss.bucket("examplebucket");
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
  server.wait_until_closed();
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
}

// OpenSSL by itself writes so that SIGPIPE is raised, which would end this program.
template <class Given>
void a_service_that_goes_while_the_body_is_sent_does_not_end_the_program() {
  const std::string content = given::bytes(20'000'000);
  const tls_peer peer{{{in_bytes({.status = 403}), false, true}, {given::ok}}};
  const std::string url = peer.url();
  auto oss = client_over_tls<Given>(url);
  auto bucket = oss.bucket("examplebucket");
  const auto out = bucket.put_object("k", upcall::text{content});
  REQUIRE_FALSE(out);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(peer.server.requests().empty());
  CHECK(bucket.put_object("k", upcall::text{"hello"}));
}

template <class Given>
void a_lost_answer_is_an_unknown_outcome() {
  using given::ok;
  for (const std::string& begun : {std::string{}, ok.substr(0, 10), ok.substr(0, ok.size() - 1)}) {
    const tls_peer peer{{{begun, false}}};
    const auto out = put_over_tls<Given>(peer.url());
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().outcome_unknown);
  }
}

// TLS says goodbye; the far end has gone in the meantime.
template <class Given>
void the_end_of_a_client_raises_no_sigpipe() {
  static volatile std::sig_atomic_t raised = 0;
  raised = 0;
  struct sigaction counting {
  }, before;
  counting.sa_handler = [](int) { raised = raised + 1; };
  REQUIRE(::sigaction(SIGPIPE, &counting, &before) == 0);
  {
    by_hand server{{over_tls([](SSL* session, int socket) {
      given::answer(session);
      ::shutdown(socket, SHUT_WR);
      const linger reset{1, 0};  // close() breaks the connection
      ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    })}};
    const std::string url = server.url();
    auto oss = client_over_tls<Given>(url);
    CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
    server.wait_until_closed();
  }
  ::sigaction(SIGPIPE, &before, nullptr);
  CHECK(raised == 0);
}

template <class Given>
void certificates_of_the_right_name_and_authority_are_good() {
  for (const char* names : {"IP:127.0.0.1", "DNS:example.com,IP:127.0.0.1"}) {
    const tls_peer peer{{{given::ok}}, {.names = names}};
    CHECK(put_over_tls<Given>(peer.url()));
  }
  for (const char* host : {"localhost", "LocalHost"}) {
    const tls_peer peer{{{given::ok}}, {.names = "DNS:localhost"}};
    CHECK(put_over_tls<Given>(peer.url(host)));
  }
}

// Where this machine has none, there is nobody to ask.
template <class Given>
void an_ipv6_address_is_verified_as_one() {
  if (!given::has_address("::1")) {
    WARN("this machine has no ::1");
    return;
  }
  const auto put_with = [](const char* names, const char* host) {
    std::string got;
    by_hand server{{over_tls(
                       [&](SSL* session, int) {
                         got = given::read_request(session);
                         given::write_text(session, given::ok);
                       },
                       trusted().server({.names = names}))},
                   "::1"};
    const std::string url = server.url(host);
    const auto out = put_over_tls<Given>(url);
    server.wait_until_closed();
    CHECK((out || (says(out.error(), "certificate is not valid for this endpoint") && got.empty())));
    if (out) CHECK(got.find("\r\nHost: " + url.substr(8) + "\r\n") != got.npos);
    return out.has_value();
  };
  CHECK(put_with("IP:::1", "[::1]"));
  CHECK(put_with("DNS:example.com,IP:0:0:0:0:0:0:0:1", "[0:0::1]"));
  CHECK_FALSE(put_with("IP:::2", "[::1]"));
  CHECK_FALSE(put_with("IP:127.0.0.1,DNS:localhost", "[::1]"));
  CHECK_FALSE(put_with("DNS:::1", "[::1]"));
  CHECK_FALSE(put_with("DNS:[::1]", "[::1]"));
}

template <class Given>
void versions_1_2_and_1_3_are_spoken_and_1_1_is_not() {
  for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const tls_peer peer{{{given::ok}}, {.lowest = version, .highest = version}};
    CHECK(put_over_tls<Given>(peer.url()));
  }
  const tls_settings old{.lowest = TLS1_1_VERSION, .highest = TLS1_1_VERSION};
  CHECK(says(refusal<Given>(old), "1.2 or later"));

  // The server does speak it with who wants to.
  const tls_peer peer{{{given::ok}}, old};
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

template <class Given>
void a_certificate_of_another_name_is_refused() {
  for (const tls_settings& settings :
       {tls_settings{.names = "DNS:example.com"}, tls_settings{.names = "IP:127.0.0.2"},
        tls_settings{.names = "DNS:127.0.0.1"}, tls_settings{.names = "DNS:example.com", .common_name = "127.0.0.1"},
        tls_settings{.names = "", .common_name = "127.0.0.1"}}) {
    INFO(settings.names << ' ' << settings.common_name);
    CHECK(says(refusal<Given>(settings), "certificate is not valid for this endpoint"));
  }
  for (const tls_settings& settings :
       {tls_settings{.names = "DNS:example.com"}, tls_settings{.names = "DNS:*"}, tls_settings{.names = "DNS:local*"},
        tls_settings{.names = "DNS:localhost.example.com"}, tls_settings{.names = "IP:127.0.0.1"},
        tls_settings{.names = "DNS:example.com", .common_name = "localhost"},
        tls_settings{.names = "", .common_name = "localhost"}}) {
    INFO(settings.names << ' ' << settings.common_name);
    CHECK(says(refusal<Given>(settings, trusted(), "localhost"), "certificate is not valid for this endpoint"));
  }
}

template <class Given>
void a_certificate_of_an_authority_that_is_not_trusted_is_refused() {
  const given::authority another;
  CHECK(says(refusal<Given>({}, another), "certificate"));
  const tls_peer peer{{{given::ok}}};
  const auto out = put_over_tls<Given>(peer.url(), "");  // the system's
  REQUIRE_FALSE(out);
  CHECK_FALSE(out.error().outcome_unknown);
  CHECK(peer.server.requests().empty());
}

template <class Given>
void a_certificate_is_refused_before_its_time_and_after() {
  CHECK(says(refusal<Given>({.valid_from = -7200, .valid_until = -3600}), "expired"));
  CHECK(says(refusal<Given>({.valid_from = 3600, .valid_until = 7200}), "not yet valid"));
}

template <class Given>
void a_file_of_certificates_that_is_not_there_or_holds_none_is_told() {
  const given::temporary_file empty;
  for (const std::string& file : {trusted().ca_file() + ".not-there", empty.path()}) {
    const tls_peer peer{{{given::ok}}};
    const auto out = put_over_tls<Given>(peer.url(), file);
    REQUIRE_FALSE(out);
    CHECK(says(out.error(), "ca_file"));
    CHECK_FALSE(out.error().outcome_unknown);
  }
}

template <class Given>
void a_service_without_tls_is_refused() {
  const by_hand plain{{given::in_clear}};
  const auto out = put_over_tls<Given>(plain.url());
  REQUIRE_FALSE(out);
  CHECK(says(out.error(), "TLS"));
  CHECK_FALSE(out.error().outcome_unknown);
}

template <class Given>
void tls() {
  SECTION("the laws of a transport") { transport<far_end_over_tls<Given>>(); }
  SECTION("nothing stays in the queue of errors") { nothing_stays_in_the_queue_of_errors<Given>(); }
  SECTION("a connection is used again") { a_connection_is_used_again<Given>(); }
  SECTION("one that ended while it was idle is replaced") {
    a_connection_that_ended_while_it_was_idle_is_replaced<Given>();
  }
  SECTION("a service that goes while the body is sent does not end the program") {
    a_service_that_goes_while_the_body_is_sent_does_not_end_the_program<Given>();
  }
  SECTION("a lost answer is an unknown outcome") { a_lost_answer_is_an_unknown_outcome<Given>(); }
  SECTION("the end of a client raises no SIGPIPE") { the_end_of_a_client_raises_no_sigpipe<Given>(); }
  SECTION("certificates of the right name and authority are good") {
    certificates_of_the_right_name_and_authority_are_good<Given>();
  }
  SECTION("an IPv6 address is verified as one") { an_ipv6_address_is_verified_as_one<Given>(); }
  SECTION("1.2 and 1.3 are spoken, 1.1 is not") { versions_1_2_and_1_3_are_spoken_and_1_1_is_not<Given>(); }
  SECTION("a certificate of another name is refused") { a_certificate_of_another_name_is_refused<Given>(); }
  SECTION("a certificate of an authority that is not trusted is refused") {
    a_certificate_of_an_authority_that_is_not_trusted_is_refused<Given>();
  }
  SECTION("a certificate is refused before its time and after") {
    a_certificate_is_refused_before_its_time_and_after<Given>();
  }
  SECTION("a file of certificates that is not there, or holds none, is told") {
    a_file_of_certificates_that_is_not_there_or_holds_none_is_told<Given>();
  }
  SECTION("a service without TLS is refused") { a_service_without_tls_is_refused<Given>(); }
}

}  // namespace laws
