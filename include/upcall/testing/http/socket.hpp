// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <span>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace upcall::testing {

using deadline = std::chrono::steady_clock::time_point;
inline constexpr deadline never = deadline::max();

// A connected TCP socket. Reading and writing end at a deadline, or when another thread calls ::shutdown on the
// descriptor.
class tcp_socket {
 public:
  explicit tcp_socket(int descriptor) : descriptor_(descriptor) {
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  tcp_socket(tcp_socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  tcp_socket& operator=(tcp_socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~tcp_socket() {
    if (descriptor_ != -1) ::close(descriptor_);
  }

  static std::optional<tcp_socket> connect(const std::string& host, std::uint16_t port, deadline until) {
    addrinfo wanted{};
    wanted.ai_family = host.find(':') == host.npos ? AF_INET : AF_INET6;  // an address, without brackets
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0) return {};
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned{found, &::freeaddrinfo};
    const int descriptor = ::socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor == -1) return {};
    tcp_socket made{descriptor};
    if (::connect(descriptor, found->ai_addr, found->ai_addrlen) == 0) return made;
    if (errno != EINPROGRESS || !made.wait(POLLOUT, until)) return {};
    int problem = 0;
    socklen_t size = sizeof problem;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size) != 0 || problem != 0) return {};
    return made;
  }

  // How many bytes came; 0 when the far end has finished; nothing after a failure or at the deadline.
  std::optional<std::size_t> read(std::span<char> into, deadline until = never) {
    for (;;) {
      const ssize_t got = ::recv(descriptor_, into.data(), into.size(), MSG_DONTWAIT);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno == EINTR) continue;
      if ((errno != EAGAIN && errno != EWOULDBLOCK) || !wait(POLLIN, until)) return {};
    }
  }

  bool write(std::string_view text, deadline until = never) {
    while (!text.empty()) {
      const ssize_t sent = ::send(descriptor_, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent > 0) {
        text.remove_prefix(static_cast<std::size_t>(sent));
      } else if (errno != EINTR && ((errno != EAGAIN && errno != EWOULDBLOCK) || !wait(POLLOUT, until))) {
        return false;
      }
    }
    return true;
  }

  // Tells the far end that no more will be sent.
  void finish() { ::shutdown(descriptor_, SHUT_WR); }

  // Whether the socket is ready (POLLIN, POLLOUT); false when the deadline came first.
  bool wait(short what, deadline until) {
    for (;;) {
      int milliseconds = -1;
      if (until != never) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
        if (left <= 0) return false;
        milliseconds = static_cast<int>(left);
      }
      pollfd watched{descriptor_, what, 0};
      const int ready = ::poll(&watched, 1, milliseconds);
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return false;
    }
  }

  // The far end's address.
  std::string peer() const {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    char text[INET6_ADDRSTRLEN] = "127.0.0.1";
    if (::getpeername(descriptor_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return text;
    if (address.ss_family == AF_INET)
      ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
    if (address.ss_family == AF_INET6)
      ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
    return text;
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace upcall::testing
