// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/transport/tls_refusal.hpp>

using upcall::detail::certificate_fault;
using upcall::detail::tls_fault;

namespace {

std::string_view of(int reason) { return tls_fault(ERR_PACK(ERR_LIB_SSL, 0, reason)); }
bool contains(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

}  // namespace

TEST_CASE("what is wrong with a certificate is said, and what to do") {
  CHECK(certificate_fault(X509_V_ERR_CERT_HAS_EXPIRED) == "it has expired");
  CHECK(contains(certificate_fault(X509_V_ERR_CERT_NOT_YET_VALID), "clock"));
  CHECK(certificate_fault(X509_V_ERR_HOSTNAME_MISMATCH) == "it is for another host");
  CHECK(certificate_fault(X509_V_ERR_IP_ADDRESS_MISMATCH) == "it is for another host");
  CHECK(contains(certificate_fault(X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT), "self-signed"));
  for (int unknown : {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE})
    CHECK(contains(certificate_fault(unknown), "authority is not trusted"));
  CHECK(certificate_fault(X509_V_ERR_CERT_REVOKED) == X509_verify_cert_error_string(X509_V_ERR_CERT_REVOKED));
  for (int why = 1; why != 95; ++why) CHECK_FALSE(certificate_fault(why).empty());
}

TEST_CASE("why two sides do not understand each other is said") {
  OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS, nullptr);  // a connection does so
  CHECK(contains(of(SSL_R_WRONG_VERSION_NUMBER), "speaks no TLS"));
  CHECK(contains(of(SSL_R_UNSUPPORTED_PROTOCOL), "1.2 or later"));
  CHECK(contains(of(SSL_R_TLSV1_ALERT_PROTOCOL_VERSION), "1.2 or later"));
  CHECK(contains(of(SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE), "cipher"));
  CHECK(contains(of(SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED), "wants a certificate"));
  CHECK(contains(of(SSL_R_TLSV1_ALERT_UNKNOWN_CA), "refuses our certificate"));
  CHECK(contains(of(SSL_R_TLSV1_UNRECOGNIZED_NAME), "host name"));
  CHECK(of(SSL_R_BAD_EXTENSION) == "bad extension");
  CHECK(contains(tls_fault(0), "TLS"));
  CHECK(contains(tls_fault(ERR_PACK(ERR_LIB_USER, 0, 77)), "TLS"));
  CHECK_FALSE(contains(tls_fault(ERR_PACK(ERR_LIB_EVP, 0, SSL_R_WRONG_VERSION_NUMBER)), "speaks no TLS"));
}

TEST_CASE("the sentences fit behind what is said before them") {
  for (int reason = 1; reason != 1200; ++reason) CHECK(of(reason).size() < 120);
  for (int why = 1; why != 95; ++why) CHECK(certificate_fault(why).size() < 120);
}
