// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <string_view>
#include <upcall/http/ip_address.hpp>

namespace upcall::detail {

// Whose certificate the far end must show (RFC 9525: not by a subject's common name, no wildcard for a part of a
// label), and, of a name, who it is asked to be (SNI, RFC 6066 §3). False: no host that could be shown.
inline bool tls_expect(SSL* session, std::string_view host) {
  constexpr unsigned flags = X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
  if (host.ends_with('.')) host.remove_suffix(1);  // it is for the look-up alone
  char name[256] = {};
  // OpenSSL takes no name for any, and one with a dot in front for all that end so.
  if (host.empty() || host.size() >= sizeof name || host.starts_with('.')) return false;
  for (std::size_t i = 0; i != host.size(); ++i) name[i] = host[i];
  X509_VERIFY_PARAM* const wanted = SSL_get0_param(session);
  if (is_ipv4(host) || is_ipv6(host)) return X509_VERIFY_PARAM_set1_ip_asc(wanted, name) == 1;
  X509_VERIFY_PARAM_set_hostflags(wanted, flags);
  return X509_VERIFY_PARAM_set1_host(wanted, name, host.size()) == 1 && SSL_set_tlsext_host_name(session, name) == 1;
}

}  // namespace upcall::detail
