// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arpa/inet.h>
#include <atomic>
#include <cstddef>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace given {

// Answers each request on loopback with a text and then another again and again, until the client has gone or so many
// bytes are sent.
class hostile_server {
 public:
  hostile_server(std::string_view begin, std::string_view again, std::size_t most)
      : begin_(begin), most_(most), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    while (again_.size() < 64 * 1024) again_ += again;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error{"cannot listen on loopback"};
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    serving_ = std::thread{[this] { serve(); }};
  }
  hostile_server(const hostile_server&) = delete;
  ~hostile_server() {
    ::shutdown(listener_, SHUT_RDWR);
    serving_.join();
    ::close(listener_);
  }

  const std::string& url() const { return url_; }
  std::size_t sent() const { return sent_; }

 private:
  void serve() {
    for (int socket = next(); socket >= 0; socket = next()) {
      char piece[4096];
      std::string_view to_send = begin_;
      bool open = ::recv(socket, piece, sizeof piece, 0) > 0;
      for (std::size_t left = most_; open && left != 0; to_send = again_) {
        open = to_send.empty() || ::send(socket, to_send.data(), to_send.size(), MSG_NOSIGNAL) > 0;
        sent_ += to_send.size();
        left -= left < to_send.size() ? left : to_send.size();
      }
      ::close(socket);
    }
  }
  int next() const { return ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC); }

  std::string_view begin_;
  std::size_t most_;
  std::string again_ = {}, url_ = {};
  int listener_;
  std::atomic<std::size_t> sent_ = 0;
  std::thread serving_ = {};
};

}  // namespace given
