// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <memory>
#include <openssl/x509.h>
#include <string>
#include <thread>
#include <upcall/testing/emulator/callback_delivery.hpp>
#include <upcall/testing/http/server.hpp>
#include <upcall/testing/http/tls_socket.hpp>

using namespace upcall::testing;

namespace {

deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds{60}; }

callback_post post_to(int port, bool tls = false) {
  callback_post out{.url = "",
                    .host = "127.0.0.1",
                    .port = static_cast<std::uint16_t>(port),
                    .tls = tls,
                    .target = "/cb?x=1",
                    .body = "a=1"};
  out.headers.add("Host", "127.0.0.1");
  out.headers.add("Content-Length", "3");
  out.headers.add("Connection", "close");
  return out;
}

// A certificate that nobody else has signed.
struct self_signed {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_RSA_gen(2048), &EVP_PKEY_free};
  std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), &X509_free};

  self_signed() {
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());
  }
};

}  // namespace

TEST_CASE("a callback over TLS") {
  const self_signed identity;
  httplib::SSLServer app{identity.certificate.get(), identity.key.get()};
  app.Post("/cb", [](const httplib::Request& request, httplib::Response& answer) {
    answer.set_content("{\"got\":\"" + request.body + "\"}", "application/json");
  });
  const int port = app.bind_to_any_port("127.0.0.1");
  std::thread serving{[&] { app.listen_after_bind(); }};
  const auto answer = deliver_callback(post_to(port, true), soon());
  const auto without_tls = deliver_callback(post_to(port), soon());
  app.stop();
  serving.join();
  CHECK(answer.what == callback_answer::outcome::answered);
  CHECK(answer.body == "{\"got\":\"a=1\"}");
  CHECK(without_tls.what == callback_answer::outcome::cannot_connect);
}
