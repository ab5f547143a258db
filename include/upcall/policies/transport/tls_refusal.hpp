// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string_view>
#include <upcall/core/literals.hpp>

namespace upcall::detail {

// What is wrong with a certificate, by X509_V_ERR_…
inline std::string_view certificate_fault(long why) {
  switch (why) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return "it has expired"sv;
    case X509_V_ERR_CERT_NOT_YET_VALID: return "it is not yet valid; check this system's clock"sv;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return "it is for another host"sv;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return "it is self-signed; see ca_file"sv;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "its authority is not trusted here; see ca_file, or install ca-certificates"sv;
    default: return X509_verify_cert_error_string(why);
  }
}

// Why the far end and we do not understand each other, by what OpenSSL complained of first; 0: of nothing.
inline std::string_view tls_fault(unsigned long error) {
  if (ERR_GET_LIB(error) == ERR_LIB_SSL) {
    switch (ERR_GET_REASON(error)) {
      case SSL_R_WRONG_VERSION_NUMBER:
      case SSL_R_HTTP_REQUEST:
      case SSL_R_HTTPS_PROXY_REQUEST:
      case SSL_R_PACKET_LENGTH_TOO_LONG:
        return "what answers there speaks no TLS; check the endpoint's scheme and port"sv;
      case SSL_R_UNSUPPORTED_PROTOCOL:
      case SSL_R_WRONG_SSL_VERSION:
      case SSL_R_VERSION_TOO_LOW:
      case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION: return "the service does not speak TLS 1.2 or later"sv;
      case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
      case SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY:
        return "the service has no cipher in common with us, or wants a certificate_file"sv;
      case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED: return "the service wants a certificate of us: certificate_file"sv;
      case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
      case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
      case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
      case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
      case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
      case SSL_R_TLSV1_ALERT_ACCESS_DENIED: return "the service refuses our certificate; see certificate_file"sv;
      case SSL_R_TLSV1_UNRECOGNIZED_NAME: return "the service does not know this host name"sv;
    }
  }
  const char* const text = error != 0 ? ERR_reason_error_string(error) : nullptr;
  return text != nullptr ? std::string_view{text} : "the service broke TLS's rules"sv;
}

}  // namespace upcall::detail
