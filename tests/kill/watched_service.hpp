// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <upcall/testing/emulator/service.hpp>
#include <upcall/testing/file_descriptor.hpp>
#include <upcall/testing/http/connection.hpp>
#include <upcall/testing/http/socket.hpp>
#include <utility>
#include <vector>

// A request from its head on, also one whose body never came.
struct seen_request {
  std::string method, upload_id;
  bool is_part = false;
};

// The emulator as a server whose requests are noted, and which can tell when nothing of a killed client is left to do.
class watched_service {
 public:
  explicit watched_service(upcall::emulator_settings settings) : service_(std::move(settings)) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (!listening_ || ::bind(listening_.number(), any, size) != 0 || ::listen(listening_.number(), SOMAXCONN) != 0 ||
        ::getsockname(listening_.number(), any, &size) != 0)
      throw std::runtime_error{"cannot listen on 127.0.0.1"};
    port_ = ntohs(address.sin_port);
    service_.callbacks().key_is_at(url());
    accepting_ = std::thread{[this] { accept_all(); }};
  }
  watched_service(const watched_service&) = delete;
  ~watched_service() {
    ::shutdown(listening_.number(), SHUT_RDWR);
    accepting_.join();
    wait_for_connections();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  upcall::testing::object_store& store() { return service_.store(); }

  // Waits until all that clients sent before is done with; they have closed their connections. Connections are accepted
  // in their order: when one that is made here is answered, all earlier ones are known.
  void settle() {
    auto last = upcall::testing::tcp_socket::connect("127.0.0.1", port_, upcall::testing::never);
    if (!last) throw std::runtime_error{"the service does not answer"};
    last->finish();
    char byte;
    while (last->read({&byte, 1}).value_or(0) != 0) continue;
    wait_for_connections();
  }
  // Those that came since this was asked the last time.
  std::vector<seen_request> take_seen() {
    const std::lock_guard lock{mutex_};
    return std::exchange(seen_, {});
  }

 private:
  void accept_all() {
    for (;;) {
      const int descriptor = ::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC);
      if (descriptor < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
      if (descriptor < 0) return;
      const std::lock_guard lock{mutex_};
      ++running_;
      std::thread{[this, descriptor] { serve(descriptor); }}.detach();
    }
  }
  void serve(int descriptor) {
    {
      upcall::testing::tcp_socket socket{descriptor};
      upcall::testing::http_connection{socket, handler_}.serve();
    }
    const std::lock_guard lock{mutex_};
    --running_;
    ended_.notify_all();
  }
  void wait_for_connections() {
    std::unique_lock lock{mutex_};
    ended_.wait(lock, [this] { return running_ == 0; });
  }
  void note(upcall::testing::http_request& request) {
    const upcall::testing::incoming message{request};
    const std::lock_guard lock{mutex_};
    seen_.push_back({request.method, std::string{message.parameter("uploadId")}, message.has("partNumber")});
  }

  upcall::testing::service service_;
  upcall::testing::file_descriptor listening_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::uint16_t port_ = 0;
  upcall::testing::http_handler handler_ = [this](upcall::testing::http_request& request) {
    note(request);
    return service_.handle(request);
  };
  std::thread accepting_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;
  std::vector<seen_request> seen_ = {};
};
