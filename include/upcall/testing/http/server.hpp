// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <functional>
#include <httplib.h>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <upcall/testing/http/connection.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/http/socket.hpp>
#include <utility>

namespace upcall::testing {

// A thread for each connection, so that none waits for another to end.
class connection_threads : public httplib::TaskQueue {
 public:
  // Newer versions of cpp-httplib ask whether the task was taken; older ones do not.
  using taken = decltype(std::declval<httplib::TaskQueue&>().enqueue({}));

  taken enqueue(std::function<void()> task) override {
    {
      const std::lock_guard lock{mutex_};
      ++running_;
    }
    std::thread{[this, task = std::move(task)] {
      task();
      const std::lock_guard lock{mutex_};
      if (--running_ == 0) done_.notify_all();
    }}.detach();
    return static_cast<taken>(true);
  }
  void shutdown() override {
    std::unique_lock lock{mutex_};
    done_.wait(lock, [this] { return running_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  std::size_t running_ = 0;
};

// A server on loopback: its port is known once it is made, and it answers from start() until its end. cpp-httplib
// listens and accepts; the bytes are read here, because it decodes header values, and limits targets and forms to 8 KB.
class http_server : private httplib::Server {
 public:
  // Port 0 takes a free one. The address is one of loopback: "127.0.0.1" or "::1".
  explicit http_server(http_handler handler, int port = 0, const std::string& address = "127.0.0.1")
      : handler_(std::move(handler)), host_(address.find(':') == address.npos ? address : '[' + address + ']') {
    set_socket_options([](socket_t descriptor) {
      const int on = 1;
      ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    port_ = port == 0 ? bind_to_any_port(address) : bind_to_port(address, port) ? port : -1;
    if (port_ < 0)
      throw std::runtime_error("cannot listen on " + host_ + ':' + std::to_string(port) +
                               ": the port is taken, or not ours to take");
    ::listen(svr_sock_, SOMAXCONN);  // cpp-httplib keeps a queue of five
  }
  http_server(const http_server&) = delete;
  ~http_server() override { stop(); }

  int port() const { return port_; }
  std::string url() const { return "http://" + host_ + ':' + std::to_string(port_); }

  void start() {
    std::mutex mutex;
    std::condition_variable begun;
    bool listening = false;
    new_task_queue = [&, first = true]() mutable -> httplib::TaskQueue* {
      if (std::exchange(first, false)) {
        const std::lock_guard lock{mutex};
        listening = true;
        begun.notify_all();
      }
      return new connection_threads;
    };
    thread_ = std::thread{[this] { listen_after_bind(); }};
    std::unique_lock lock{mutex};
    begun.wait(lock, [&] { return listening; });
  }

  // Ends the connections as they stand and returns when the last handler has.
  void stop() {
    {
      const std::lock_guard lock{mutex_};
      stopping_ = true;
      for (int descriptor : open_) ::shutdown(descriptor, SHUT_RDWR);
    }
    if (!thread_.joinable()) {
      if (const int descriptor = svr_sock_.exchange(-1); descriptor != -1) ::close(descriptor);
      return;
    }
    httplib::Server::stop();
    thread_.join();
  }

 private:
  bool process_and_close_socket(socket_t descriptor) override {
    tcp_socket socket{descriptor};
    {
      const std::lock_guard lock{mutex_};
      if (stopping_) return false;
      open_.insert(descriptor);
    }
    http_connection{socket, handler_}.serve();
    const std::lock_guard lock{mutex_};
    open_.erase(descriptor);
    return true;
  }

  http_handler handler_;
  std::string host_;  // as in a URL
  int port_ = 0;
  std::thread thread_;
  std::mutex mutex_;
  std::set<int> open_;
  bool stopping_ = false;
};

}  // namespace upcall::testing
