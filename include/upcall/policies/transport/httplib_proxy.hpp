// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/policies/transport/httplib_header.hpp>
#include <upcall/policies/transport/proxy_address.hpp>
#include <upcall/policies/transport/proxy_tunnel.hpp>

#ifdef UPCALL_HTTPLIB

namespace upcall::detail {

inline constexpr std::string_view no_credentials =
    "the proxy makes no connection to the service: it wants other credentials, status 407";

// Makes a client go by way of a proxy; the sentence says why it cannot. By itself cpp-httplib sends the proxy's
// credentials to the service as well, through the tunnel: so it forgets them once TLS begins there. A client that
// opens its connection anew is then refused by the proxy; the next call makes another.
inline std::string_view go_by_proxy(httplib::ClientImpl& client, SSL_CTX* tunnelled, const std::string& host,
                                    const proxy_url& url) {
  const proxy_address by{url};
  if (!by.wrong().empty()) return by.wrong();
  if (!is_proxied_host(host)) return "endpoint: no host that a proxy can be asked for"sv;
  client.set_proxy(std::string{by.host()}, by.port());
  if (by.authorization().empty()) return {};
  if (by.password().empty())
    return "proxy: cpp-httplib sends no user without a password; use http1_transport<tls<proxied<posix_socket>>>"sv;
  client.set_proxy_basic_auth(std::string{by.user()}, std::string{by.password()});
  if (tunnelled == nullptr) return {};
  if (SSL_CTX_set_app_data(tunnelled, &client) != 1) return "TLS: out of memory"sv;
  SSL_CTX_set_info_callback(tunnelled, [](const SSL* session, int where, int) {
    if ((where & SSL_CB_HANDSHAKE_START) == 0) return;
    void* const it = SSL_CTX_get_app_data(SSL_get_SSL_CTX(session));
    static_cast<httplib::ClientImpl*>(it)->set_proxy_basic_auth({}, {});
  });
  return {};
}

// cpp-httplib does not say which of the two it was.
inline void tell_proxy(failure& why) {
  if (why.kind == fault::transport && why.message.view().starts_with("cannot connect to the service: "sv))
    why.message.append(" (by way of a proxy: check that, too)"sv);
}

}  // namespace upcall::detail

#endif
