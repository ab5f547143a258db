// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <system_error>
#include <upcall/core/time.hpp>
#include <upcall/policies/crypto/openssl_errors_aside.hpp>
#include <upcall/policies/transport/httplib_exchange.hpp>
#include <upcall/policies/transport/httplib_header.hpp>
#include <upcall/policies/transport/httplib_pool.hpp>
#include <upcall/policies/transport/posix_deadline_watch.hpp>
#include <upcall/policies/transport/proxy_address.hpp>
#include <upcall/policies/transport/sigpipe_guard.hpp>
#include <upcall/roles/transport.hpp>
#include <upcall/text/ascii.hpp>
#include <utility>

namespace upcall {

// HTTP and HTTPS by cpp-httplib. Connections are kept and used again by later calls; threads may share it, each call
// has a connection of its own. TLS is at least 1.2 and certificates are verified. cpp-httplib's limits are those of
// each wait (0 or less: none), so an exchange of a call with a deadline has a thread beside it that ends them all but
// the look-up of a name, which has getaddrinfo()'s own.
struct httplib_transport {
  using role = upcall::role::transport;

  milliseconds connect_timeout = {10'000};
  milliseconds read_timeout = {120'000};  // for each wait for the service, not for the whole exchange
  milliseconds write_timeout = {120'000};
  std::string ca_file = {};           // certificates to trust in place of the system's, as a PEM file
  std::string certificate_file = {};  // of this client, for services that want one; and what lies between it and theirs
  std::string key_file = {};          // without a password; empty: the key is in certificate_file as well
  // "http://user:password@host:port"; empty: straight to the service. As proxied has it, but a user needs a password,
  // and of both cpp-httplib has copies that nobody wipes.
  proxy_url proxy = {};

  class state;
};

#ifdef UPCALL_HTTPLIB

class httplib_transport::state {
 public:
  static constexpr bool sends_unsized = true;
  static constexpr bool heeds_time_left = true;

  explicit state(httplib_transport&& policy) : policy_(std::move(policy)) {}

  template <payload Body>
  result<nothing> send(const signed_request& request, Body& from, response& answer) {
    const detail::sigpipe_guard no_sigpipe;
    const detail::openssl_errors_aside quietly;
    std::optional<detail::posix_deadline_watch> watch;
    try {
      watch.emplace(request.message().time_left);
    } catch (const std::system_error&) {
      return transport_failure("deadline: there is no thread left that could watch it", false);
    }
    auto connection = pool_.take(host_of(request), request.to(), policy_);
    if (!connection.wrong.empty()) return transport_failure(connection.wrong, false);
    follow(*watch, *connection.client);
    auto done = detail::httplib_exchange<Body>{request, from, answer, connection, *watch}.run();
    connection.client->set_socket_options({});
    if (!done && !policy_.proxy.empty()) detail::tell_proxy(done.error());
    if (done && !watch->passed()) pool_.give_back(std::move(connection));
    return done;
  }

 private:
  // The socket of a connection that is kept, or those of which one becomes it.
  static void follow(detail::posix_deadline_watch& watch, httplib::ClientImpl& client) {
    if (client.is_socket_open() != 0) watch.follow(static_cast<int>(client.socket()));
    client.set_socket_options([&watch](auto socket) { watch.follow(static_cast<int>(socket)); });
  }
  // In lower case, as cpp-httplib looks for it in certificates.
  static std::string host_of(const signed_request& request) {
    std::string host;
    if (request.to().style == address_style::virtual_host) (host += request.message().bucket) += '.';
    host += without_brackets(request.to().host);
    for (char& c : host) c = to_lower(c);
    return host;
  }

  httplib_transport policy_;
  detail::httplib_pool pool_;
};

#else

// The compiler has been told what is missing, and says no more.
class httplib_transport::state {
 public:
  static constexpr bool sends_unsized = true;

  explicit state(httplib_transport&&) {}

  template <payload Body>
  result<nothing> send(const signed_request&, Body&, response&) {
    return transport_failure("there is no cpp-httplib", false);
  }
};

#endif

}  // namespace upcall
