// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/address.hpp>
#include <upcall/policies/crypto/openssl_errors_aside.hpp>
#include <upcall/policies/transport/httplib_header.hpp>
#include <upcall/policies/transport/httplib_proxy.hpp>
#include <upcall/policies/transport/sigpipe_guard.hpp>
#include <upcall/policies/transport/tls_own_certificate.hpp>
#include <utility>
#include <vector>

#ifdef UPCALL_HTTPLIB

namespace upcall::detail {

// One connection, open or to be opened by its first exchange.
struct httplib_connection {
  std::string host;
  bool tls;
  int port;
  std::unique_ptr<httplib::ClientImpl> client;
  bool by_tunnel = false;               // of a proxy
  std::string_view wrong = {};          // why there can be no exchange, as a sentence
  std::unique_ptr<char[]> buffer = {};  // for bodies that do not lie in memory

  bool leads_to(const std::string& wanted, const address& to) const {
    return tls == to.tls && port == to.port && host == wanted;
  }
  // While nothing is asked of it the service has nothing to say: what can be read then is the connection's end. TLS
  // says so in an alert, which cpp-httplib takes for a sign of life.
  bool has_ended() const {
    pollfd watched{client->socket(), POLLIN, 0};
    return watched.fd >= 0 && ::poll(&watched, 1, 0) != 0;
  }
};

// Connections that wait for the next call. May be used by threads at the same time. A template, so that a program with
// another transport does not wait for the compiler.
template <class Connection>
class basic_httplib_pool {
 public:
  basic_httplib_pool() = default;
  basic_httplib_pool(const basic_httplib_pool&) = delete;
  ~basic_httplib_pool() {
    const sigpipe_guard no_sigpipe;  // TLS says goodbye
    const openssl_errors_aside quietly;
    idle_.clear();
  }

  template <class Settings>
  Connection take(std::string host, const address& to, const Settings& settings) {
    while (auto found = idle(host, to)) {
      if (!found->has_ended()) return std::move(*found);
    }
    std::string_view wrong;
    auto client = make(host, to, settings, wrong);
    const bool by_tunnel = to.tls && !settings.proxy.empty();
    return {std::move(host), to.tls, to.port, std::move(client), by_tunnel, wrong};
  }

  void give_back(Connection connection) {
    std::optional<Connection> oldest;  // a client of many buckets may never go there again; it ends without the lock
    const std::lock_guard lock{mutex_};
    if (idle_.size() == most_idle) {
      oldest = std::move(idle_.front());
      idle_.erase(idle_.begin());
    }
    idle_.push_back(std::move(connection));
  }

 private:
  static constexpr std::size_t most_idle = 64;

  std::optional<Connection> idle(const std::string& host, const address& to) {
    const std::lock_guard lock{mutex_};
    // The one that was used last: the others may have been waiting for too long.
    for (std::size_t i = idle_.size(); i-- != 0;) {
      if (!idle_[i].leads_to(host, to)) continue;
      std::optional<Connection> found = std::move(idle_[i]);
      idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(i));
      return found;
    }
    return {};
  }

  template <class Settings>
  static std::unique_ptr<httplib::ClientImpl> make(const std::string& host, const address& to, const Settings& settings,
                                                   std::string_view& wrong) {
    std::unique_ptr<httplib::ClientImpl> client;
    SSL_CTX* tunnelled = nullptr;
    if (to.tls) {
      auto secure = std::make_unique<httplib::SSLClient>(host, to.port);
      tunnelled = context_of(*secure);
      wrong = tunnelled != nullptr && be_strict(tunnelled, host)
                  ? tls_show(*tunnelled, settings.certificate_file, settings.key_file)
                  : "TLS: out of memory"sv;
      if (!settings.ca_file.empty()) secure->set_ca_cert_path(settings.ca_file.c_str());
      secure->enable_server_certificate_verification(true);
      client = std::move(secure);
    } else {
      client = std::make_unique<httplib::ClientImpl>(host, to.port);
    }
    const auto whole = [](auto t) { return static_cast<time_t>(bounded(t.count) / 1000); };
    const auto rest = [](auto t) { return static_cast<time_t>(bounded(t.count) % 1000 * 1000); };
    client->set_connection_timeout(whole(settings.connect_timeout), rest(settings.connect_timeout));
    client->set_read_timeout(whole(settings.read_timeout), rest(settings.read_timeout));
    client->set_write_timeout(whole(settings.write_timeout), rest(settings.write_timeout));
    client->set_keep_alive(true);
    client->set_follow_location(false);
    client->set_tcp_nodelay(true);  // without it a small upload waits 40 ms for an acknowledgement
    client->set_decompress(false);
    keep_path(*client);
    if (wrong.empty() && !settings.proxy.empty()) wrong = go_by_proxy(*client, tunnelled, host, settings.proxy);
    return client;
  }

  // cpp-httplib takes 0 for no time at all, and counts in an int: none, and more than a day, are a day.
  static constexpr std::int64_t bounded(std::int64_t wait) {
    constexpr std::int64_t day = 86'400'000;
    return wait <= 0 || wait > day ? day : wait;
  }

  // Newer versions, which may have another library for TLS, give a pointer to anything.
  static SSL_CTX* context_of(auto& client) {
    if constexpr (requires { client.tls_context(); }) {
      return static_cast<SSL_CTX*>(client.tls_context());
    } else {
      return client.ssl_context();
    }
  }

  // OpenSSL checks the name as well: cpp-httplib takes the subject's common name too, which RFC 9525 has done away
  // with. False: out of memory.
  static bool be_strict(SSL_CTX* context, const std::string& host) {
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) return false;
    X509_VERIFY_PARAM* wanted = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (is_ipv4(host) || is_ipv6(host)) return X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1;
    return X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size()) == 1;
  }

  // The path is encoded already. Newer versions have another name for it.
  static void keep_path(auto& client) {
    if constexpr (requires { client.set_path_encode(false); }) {
      client.set_path_encode(false);
    } else {
      client.set_url_encode(false);
    }
  }

  std::mutex mutex_;
  std::vector<Connection> idle_;
};

using httplib_pool = basic_httplib_pool<httplib_connection>;

}  // namespace upcall::detail

#endif
