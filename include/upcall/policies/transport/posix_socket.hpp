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
#include <upcall/policies/transport/exchange_end.hpp>
#include <upcall/policies/transport/posix_connect.hpp>
#include <utility>

namespace upcall {

// TCP by the operating system's sockets, without TLS (see tls). Names are looked up by getaddrinfo(), which has its own
// time limits; their addresses are tried as RFC 8305 says. Limits of 0 or less are none. Every wait but a look-up ends
// by a call's deadline too. Nothing of it raises SIGPIPE.
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

  void end_by(milliseconds time_left) {
    const bool was_set = end_.is_set();
    end_.set(time_left);
    if (was_set) limit(SO_RCVTIMEO, limits_.read_timeout);
  }
  verdict connect(const stream_target& to) {
    if (to.tls) return "this transport has no TLS: use http1_transport<tls<posix_socket>>, or an http:// endpoint"sv;
    const verdict out = open(to);
    if (out) opened();
    return out;
  }
  verdict open(const stream_target& to) {
    std::string_view wrong;
    milliseconds left = limits_.connect_timeout;
    descriptor_ = detail::connect_to(to, left, wrong, end_);
    if (descriptor_ < 0) return wrong;
    opening_ = true;
    opens_by_ = left.count > 0 ? system_clock::elapsed() + left : milliseconds{};
    const int on = 1;  // without it a small request waits 40 ms for an acknowledgement
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return nothing{};
  }
  void opened() {
    opening_ = false;
    opens_by_ = {};
    limit(SO_RCVTIMEO, limits_.read_timeout);
  }

  transferred read(std::span<char> room) {
    for (;;) {
      if (end_.passed()) return {0, too_late(heard_ ? detail::deadline_in_answer : detail::deadline_before_answer)};
      const milliseconds most = opens_by_.count > 0 ? opens_by_ - system_clock::elapsed() : limits_.read_timeout;
      if (opens_by_.count > 0 && most.count <= 0) return {0, late};
      const milliseconds wait = end_.within(most);
      if (opens_by_.count > 0 || wait != most) limit(SO_RCVTIMEO, wait);
      const ssize_t got = ::recv(descriptor_, room.data(), room.size(), 0);
      heard_ = heard_ || got > 0;
      if (got >= 0) return {static_cast<std::size_t>(got), {}};
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        if (wait != most) continue;
        return {0, late};
      }
      if (errno != EINTR) return {0, "the connection broke before the answer was whole"sv};
    }
  }

  // While the far end takes no more, what it has to say comes first.
  transferred write(std::string_view text) {
    std::size_t done = 0;
    heard_ = false;
    while (done != text.size()) {
      // Also where nobody waits: a source may be slow, and the far end quick.
      if (end_.passed()) return {done, too_late(detail::deadline_in_request)};
      const ssize_t sent = ::send(descriptor_, text.data() + done, text.size() - done, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent >= 0) {
        done += static_cast<std::size_t>(sent);
        continue;
      }
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return unsent(done, broke);
      pollfd watched{descriptor_, POLLIN | POLLOUT, 0};
      const milliseconds wait = end_.within(limits_.write_timeout);
      const int ready = ::poll(&watched, 1, detail::poll_time(wait));
      if (ready == 0 && wait != limits_.write_timeout) continue;
      if (ready == 0) return unsent(done, "the service did not take the request in time"sv);
      if (ready < 0 && errno != EINTR) return unsent(done, broke);
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

  // What the far end has not said by now nobody shall wait for: it may be waiting for the rest.
  transferred unsent(std::size_t done, std::string_view why) const {
    ::shutdown(descriptor_, SHUT_RD);
    return {done, why};
  }
  std::string_view too_late(std::string_view once_open) const { return opening_ ? detail::deadline_in_tls : once_open; }
  void limit(int which, milliseconds most) const {
    most = detail::bounded(most);
    const timeval time{static_cast<time_t>(most.count / 1000), static_cast<suseconds_t>(most.count % 1000 * 1000)};
    ::setsockopt(descriptor_, SOL_SOCKET, which, &time, sizeof time);
  }

  posix_socket limits_;
  milliseconds opens_by_ = {};  // by system_clock::elapsed(); 0: open, or without a limit
  detail::exchange_end end_ = {};
  bool opening_ = false;  // TLS is being agreed on
  bool heard_ = false;    // something came since it was written to
  int descriptor_ = -1;
};

}  // namespace upcall
