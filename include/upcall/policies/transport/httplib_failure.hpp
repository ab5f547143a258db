// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/policies/transport/exchange_end.hpp>
#include <upcall/policies/transport/httplib_header.hpp>
#include <upcall/roles/transport.hpp>

#ifdef UPCALL_HTTPLIB

namespace upcall::detail {

// Of a version's own: newer ones tell a certificate of another name apart.
template <class Error>
bool is_about_certificate(Error error) {
  if constexpr (requires { Error::SSLServerHostnameVerification; }) {
    if (error == Error::SSLServerHostnameVerification) return true;
  }
  return error == Error::SSLServerVerification;
}

inline bool is_about_connecting(httplib::Error error) {
  return error == httplib::Error::Connection || error == httplib::Error::BindIPAddress ||
         error == httplib::Error::ConnectionTimeout;
}

// What is told of an exchange that cpp-httplib gave up, by the answer's status (0: none came) and whether the request
// went out as a whole: else it cannot have been carried out.
inline failure httplib_failure(httplib::Error error, int status, bool whole) {
  if (is_about_connecting(error))
    return transport_failure("cannot connect to the service: check the endpoint and the network", false);
  if (is_about_certificate(error))
    return transport_failure("the service's certificate is not valid for this endpoint", false);
  if (error == httplib::Error::SSLConnection)
    return transport_failure("cannot connect to the service: no TLS connection came about (1.2 or later is needed)",
                             false);
  if (error == httplib::Error::SSLLoadingCerts)
    return transport_failure("cannot load the certificates to trust: check ca_file, or install ca-certificates", false);
  if (status != 0) return transport_failure("the answer ended before it was whole", true);
  return transport_failure(whole ? "no answer came" : "the connection broke while the body was sent", whole);
}

// That the deadline has passed, whatever cpp-httplib made of it.
inline void tell_deadline_in_exchange(failure& lost, httplib::Error error, int status) {
  const bool unknown = lost.outcome_unknown;
  lost.set(fault::transport, is_about_connecting(error)               ? deadline_in_connecting
                             : error == httplib::Error::SSLConnection ? deadline_in_tls
                             : status != 0                            ? deadline_in_answer
                             : unknown                                ? deadline_before_answer
                                                                      : deadline_in_request);
  lost.outcome_unknown = unknown;
}

// What is wrong with a certificate, where this version says so.
inline void tell_certificate(failure& refused, auto& client) {
  if constexpr (requires { client.get_openssl_verify_result(); }) {
    const long why = client.get_openssl_verify_result();
    if (why == X509_V_OK) return;
    refused.message.append(": ");
    refused.message.append(X509_verify_cert_error_string(why));
  }
}

}  // namespace upcall::detail

#endif
