// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/result.hpp>
#include <upcall/core/time.hpp>
#include <upcall/roles/keys.hpp>
#include <upcall/testing/http/exchange.hpp>
#include <upcall/testing/http/socket.hpp>
#include <upcall/text/decimal.hpp>
#include <utility>

namespace upcall {

// The port in the key URL of an emulator on this machine, http://127.0.0.1:PORT/callback_pub_key_v1.pem (or localhost,
// or [::1]). Nothing for any other URL, however alike.
constexpr std::optional<std::uint16_t> port_of_emulator_key(std::string_view url) {
  constexpr std::string_view path = "/callback_pub_key_v1.pem";
  bool begins = false;
  for (const std::string_view origin : {"http://127.0.0.1:", "http://localhost:", "http://[::1]:"}) {
    begins = url.starts_with(origin);
    if (begins) url.remove_prefix(origin.size());
    if (begins) break;
  }
  if (!begins || !url.ends_with(path)) return {};
  url.remove_suffix(path.size());
  const auto port = read_decimal(url);
  if (!port || *port == 0 || *port > 65535 || url[0] == '0') return {};
  return static_cast<std::uint16_t>(*port);
}

// Trusts the key that an emulator on this machine serves, and nothing else. For tests: whoever may open a port here can
// sign callbacks then, so nothing takes it unless it is asked for by this name.
class loopback_keys {
 public:
  using role = upcall::role::keys;

  milliseconds timeout = {5000};

  result<std::string_view> key_for(std::string_view url) {
    const auto port = port_of_emulator_key(url);
    if (!port) return failure{fault::client, "the key URL is not that of an emulator on this machine"};
    std::string key = fetch(url.starts_with("http://[") ? "::1" : "127.0.0.1", *port);
    if (key.empty()) return failure{fault::transport, "the emulator does not give its key"};
    const std::lock_guard lock{fetched_->mutex};
    return std::string_view{*fetched_->keys.insert(std::move(key)).first};
  }

 private:
  std::string fetch(const char* address, std::uint16_t port) const {
    constexpr std::size_t most = 16 * 1024;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{timeout.count};
    auto socket = testing::tcp_socket::connect(address, port, until);
    if (!socket) return {};
    const std::string head = "GET /callback_pub_key_v1.pem HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
                             "\r\nConnection: close\r\n\r\n";
    const auto answer = testing::http_exchange(*socket, head, {}, most, until);
    return answer && answer->status == 200 && answer->body.size() < most ? answer->body : std::string{};
  }

  // An emulator that is started anew has another key, so each is fetched when it is asked for. All stay where they are:
  // the views given out refer to them.
  struct fetched {
    std::mutex mutex;
    std::set<std::string> keys;
  };
  std::shared_ptr<fetched> fetched_ = std::make_shared<fetched>();
};

}  // namespace upcall
