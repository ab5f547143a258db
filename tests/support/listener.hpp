// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <upcall/http/byte_stream.hpp>
#include <vector>

namespace given {

// A loopback address: "127.0.0.1" and all that begin with 127, or "::1".
class loopback_address {
 public:
  explicit loopback_address(const std::string& text, int port = 0) {
    if (text.find(':') == std::string::npos) {
      four_.sin_family = AF_INET;
      four_.sin_port = htons(static_cast<std::uint16_t>(port));
      REQUIRE(::inet_pton(AF_INET, text.c_str(), &four_.sin_addr) == 1);
    } else {
      six_.sin6_family = AF_INET6;
      six_.sin6_port = htons(static_cast<std::uint16_t>(port));
      REQUIRE(::inet_pton(AF_INET6, text.c_str(), &six_.sin6_addr) == 1);
    }
  }

  sockaddr* name() { return &any_; }
  const sockaddr* name() const { return &any_; }
  socklen_t size() const { return any_.sa_family == AF_INET ? sizeof four_ : sizeof six_; }
  int family() const { return any_.sa_family; }
  std::uint16_t port() const { return ntohs(any_.sa_family == AF_INET ? four_.sin_port : six_.sin6_port); }

 private:
  union {
    sockaddr any_;
    sockaddr_in four_;
    sockaddr_in6 six_ = {};
  };
};

// Takes connections, as the system does for it, and by itself does nothing with them.
class listener {
 public:
  explicit listener(const std::string& address = "127.0.0.1", int backlog = 8, int port = 0)
      : host(address), address_(address, port), socket_(::socket(address_.family(), SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    if (address_.family() == AF_INET6) ::setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    socklen_t size = address_.size();
    REQUIRE(::bind(socket_, address_.name(), size) == 0);
    REQUIRE(::listen(socket_, backlog) == 0);
    REQUIRE(::getsockname(socket_, address_.name(), &size) == 0);
    url = "http://" + host + ':' + std::to_string(port_number());
  }
  listener(const listener&) = delete;
  ~listener() {
    for (int each : waiting_) ::close(each);
    ::close(socket_);
  }

  std::uint16_t port_number() const { return address_.port(); }
  upcall::stream_target target() const { return {host, port_number(), false}; }
  const loopback_address& address() const { return address_; }
  // The next connection, which is then the caller's.
  int accept() const { return ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC); }

  // Ends an accept() that waits.
  void shut() const { ::shutdown(socket_, SHUT_RDWR); }

  // Until the system takes no more: what comes then gets no answer at all.
  void fill() {
    for (int i = 0; i != 8; ++i) {
      waiting_.push_back(::socket(address_.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      (void)::connect(waiting_.back(), address_.name(), address_.size());
    }
  }

  std::string host, url = {};

 private:
  loopback_address address_;
  int socket_;
  std::vector<int> waiting_ = {};
};

// Whether this machine has the address; ::1 is not everywhere.
inline bool has_address(const std::string& text) {
  const loopback_address address{text};
  const int socket = ::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool out = socket >= 0 && ::bind(socket, address.name(), address.size()) == 0;
  if (socket >= 0) ::close(socket);
  return out;
}

}  // namespace given
