// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <httplib.h>
#include <memory>
#include <mutex>
#include <string>
#include <upcall/http/address.hpp>
#include <utility>
#include <vector>

namespace upcall::detail {

// One connection, open or to be opened by its first exchange.
struct httplib_connection {
  std::string host;
  bool tls;
  int port;
  std::unique_ptr<httplib::ClientImpl> client;
  std::unique_ptr<char[]> buffer = {};  // for bodies that do not lie in memory

  bool leads_to(const std::string& wanted, const address& to) const {
    return tls == to.tls && port == to.port && host == wanted;
  }
};

// Connections that wait for the next call. May be used by threads at the same time.
class httplib_pool {
 public:
  template <class Settings>
  httplib_connection take(std::string host, const address& to, const Settings& settings) {
    {
      const std::lock_guard lock{mutex_};
      for (auto& each : idle_) {
        if (!each.leads_to(host, to)) continue;
        std::swap(each, idle_.back());
        httplib_connection found = std::move(idle_.back());
        idle_.pop_back();
        return found;
      }
    }
    auto client = make(host, to, settings);
    return {std::move(host), to.tls, to.port, std::move(client)};
  }

  void give_back(httplib_connection connection) {
    const std::lock_guard lock{mutex_};
    if (idle_.size() < most_idle) idle_.push_back(std::move(connection));
  }

 private:
  static constexpr std::size_t most_idle = 64;

  template <class Settings>
  static std::unique_ptr<httplib::ClientImpl> make(const std::string& host, const address& to,
                                                   const Settings& settings) {
    std::unique_ptr<httplib::ClientImpl> client;
    if (to.tls) {
      auto secure = std::make_unique<httplib::SSLClient>(host, to.port);
      if (secure->ssl_context() != nullptr) SSL_CTX_set_min_proto_version(secure->ssl_context(), TLS1_2_VERSION);
      if (!settings.ca_file.empty()) secure->set_ca_cert_path(settings.ca_file.c_str());
      secure->enable_server_certificate_verification(true);
      client = std::move(secure);
    } else {
      client = std::make_unique<httplib::ClientImpl>(host, to.port);
    }
    const auto whole = [](auto t) { return static_cast<time_t>(t.count / 1000); };
    const auto rest = [](auto t) { return static_cast<time_t>(t.count % 1000 * 1000); };
    client->set_connection_timeout(whole(settings.connect_timeout), rest(settings.connect_timeout));
    client->set_read_timeout(whole(settings.read_timeout), rest(settings.read_timeout));
    client->set_write_timeout(whole(settings.write_timeout), rest(settings.write_timeout));
    client->set_keep_alive(true);
    client->set_follow_location(false);
    client->set_tcp_nodelay(true);  // without it a small upload waits 40 ms for an acknowledgement
    client->set_decompress(false);
    keep_path(*client);
    return client;
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
  std::vector<httplib_connection> idle_;
};

}  // namespace upcall::detail
