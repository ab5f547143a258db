// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <cstddef>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <span>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <upcall/core/literals.hpp>
#include <upcall/core/time.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/policies/transport/connection_pool.hpp>
#include <upcall/policies/transport/posix_connect.hpp>
#include <utility>

namespace upcall {

// TCP by the operating system's sockets, without TLS (see tls). Names are looked up by getaddrinfo(), which has its own
// time limits; their addresses are tried as RFC 8305 says. Limits of 0 or less are none. Nothing of it raises SIGPIPE.
struct posix_socket {
  milliseconds connect_timeout = {10'000};  // for all addresses of a name together, and for TLS to come about
  milliseconds read_timeout = {120'000};    // for each wait for the far end, not for the whole exchange
  milliseconds write_timeout = {120'000};

  class state;
  template <class Connection, class Factory>
  using pool = connection_pool<Connection, Factory>;
};

class posix_socket::state {
 public:
  explicit state(const posix_socket& with) : limits_(with) {}
  state(const state&) = delete;
  ~state() { close(); }

  verdict connect(const stream_target& to) {
    if (to.tls) return "this transport has no TLS: use http1_transport<tls<posix_socket>>, or an http:// endpoint"sv;
    const verdict out = open(to);
    if (out) opened();
    return out;
  }
  verdict open(const stream_target& to) {
    std::string_view wrong;
    milliseconds left = limits_.connect_timeout;
    descriptor_ = detail::connect_to(to, left, wrong);
    if (descriptor_ < 0) return wrong;
    opens_by_ = left.count > 0 ? system_clock::elapsed() + left : milliseconds{};
    const int on = 1;  // without it a small request waits 40 ms for an acknowledgement
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return nothing{};
  }
  void opened() {
    opens_by_ = {};
    limit(SO_RCVTIMEO, limits_.read_timeout);
  }

  transferred read(std::span<char> room) {
    for (;;) {
      if (opens_by_.count > 0) {
        const milliseconds left = opens_by_ - system_clock::elapsed();
        if (left.count <= 0) return {0, late};
        limit(SO_RCVTIMEO, left);
      }
      const ssize_t got = ::recv(descriptor_, room.data(), room.size(), 0);
      if (got >= 0) return {static_cast<std::size_t>(got), {}};
      if (errno == EAGAIN || errno == EWOULDBLOCK) return {0, late};
      if (errno != EINTR) return {0, "the connection broke before the answer was whole"sv};
    }
  }

  // While the far end takes no more, what it has to say comes first.
  transferred write(std::string_view text) {
    std::size_t done = 0;
    while (done != text.size()) {
      const ssize_t sent = ::send(descriptor_, text.data() + done, text.size() - done, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent >= 0) {
        done += static_cast<std::size_t>(sent);
        continue;
      }
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return {done, broke};
      pollfd watched{descriptor_, POLLIN | POLLOUT, 0};
      const int ready = ::poll(&watched, 1, detail::poll_time(limits_.write_timeout));
      if (ready == 0) {
        ::shutdown(descriptor_, SHUT_RD);  // nor has it said anything, for which nobody shall wait again
        return {done, "the service did not take the request in time"sv};
      }
      if (ready < 0 && errno != EINTR) return {done, broke};
      if (ready > 0 && (watched.revents & POLLOUT) == 0) return {done, {}};
    }
    return {done, {}};
  }

  void close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

  // While nothing is asked of it the far end has nothing to say: what can be read then is the connection's end.
  bool ended() const {
    pollfd watched{descriptor_, POLLIN, 0};
    return ::poll(&watched, 1, 0) != 0;
  }

 private:
  static constexpr std::string_view broke = "the connection broke while the request was sent",
                                    late = "the service did not answer in time";

  void limit(int which, milliseconds most) const {
    most = detail::bounded(most);
    const timeval time{static_cast<time_t>(most.count / 1000), static_cast<suseconds_t>(most.count % 1000 * 1000)};
    ::setsockopt(descriptor_, SOL_SOCKET, which, &time, sizeof time);
  }

  posix_socket limits_;
  milliseconds opens_by_ = {};  // by system_clock::elapsed(); 0: open, or without a limit
  int descriptor_ = -1;
};

}  // namespace upcall
