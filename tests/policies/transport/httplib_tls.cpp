// SPDX-License-Identifier: Apache-2.0
// TLS of httplib_transport: which services it speaks to and which it refuses.
#include "laws/tls.hpp"
#include <openssl/err.h>
#include <string>
#include <upcall/policies/transport/httplib.hpp>

namespace {

struct by_httplib {
  static constexpr bool changes_answer_headers = true;  // see httplib.cpp
  static upcall::httplib_transport transport(const std::string& ca_file) { return {.ca_file = ca_file}; }
};

}  // namespace

TEST_CASE("httplib_transport keeps the laws over TLS") { laws::tls<by_httplib>(); }

TEST_CASE("by cpp-httplib too, a service may want to know who its client is") {
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  const auto context = given::trusted().server({.lowest = version, .highest = version});
  given::trusted().make_demanding(*context);
  const auto known = given::trusted().client("known");
  const given::authority another{"another authority"};
  const auto unknown = another.client("unknown");
  laws::peer server{{{given::ok}, {given::ok}}, context};
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port());
  const auto put = [&](const std::string& certificate, const std::string& key = {}) {
    given::client oss{upcall::endpoint{url},
                      upcall::httplib_transport{
                          .ca_file = given::trusted().ca_file(), .certificate_file = certificate, .key_file = key}};
    return oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  };
  CHECK(put(known.certificate, known.key));
  CHECK(put(known.both));
  CHECK(server.requests().size() == 2);
  for (const auto& refused : {put(""), put(unknown.both)}) {
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == upcall::fault::transport);
  }
  CHECK(server.requests().size() == 2);
}

TEST_CASE("by cpp-httplib too, a certificate's file that cannot be used is told, and nothing is sent") {
  const auto files = given::trusted().client("someone");
  const given::tls_peer peer{{{given::ok}}};
  const std::string url = peer.url();
  const auto wrong_with = [&](const std::string& certificate, const std::string& key) {
    given::client oss{upcall::endpoint{url},
                      upcall::httplib_transport{
                          .ca_file = given::trusted().ca_file(), .certificate_file = certificate, .key_file = key}};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == upcall::fault::transport);
    CHECK_FALSE(out.error().outcome_unknown);
    return out.error();
  };
  CHECK(given::says(wrong_with("/not-there", files.key), "TLS: certificate_file is not there"));
  CHECK(given::says(wrong_with(files.certificate, "/not-there"), "TLS: key_file is not there"));
  CHECK(given::says(wrong_with(files.certificate, files.key_with_password), "without a password"));
  CHECK(given::says(wrong_with("", files.key), "no certificate_file"));
  CHECK(peer.server.connections() == 0);
}

TEST_CASE("by cpp-httplib too, what waits in OpenSSL's queue of errors disturbs nothing, and stays") {
  ERR_clear_error();
  ERR_raise(ERR_LIB_USER, 7);
  const auto remains = [] {
    return ERR_GET_REASON(ERR_peek_error()) == 7 && ERR_peek_last_error() == ERR_peek_error();
  };
  {
    const given::tls_peer peer{{{given::ok}, {given::ok}}};
    const std::string url = peer.url();
    auto oss = laws::client_over_tls<by_httplib>(url);
    for (int i = 0; i != 2; ++i) {
      CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
      CHECK(remains());
    }
    laws::refusal<by_httplib>({.names = "DNS:other.example.com"});
    CHECK(remains());
  }
  CHECK(remains());  // also when its connections have ended
  ERR_clear_error();
}
