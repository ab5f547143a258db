// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "laws/peer.hpp"
#include "support/listener.hpp"
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <upcall/policies/transport/posix_socket.hpp>
#include <utility>

namespace given {

// The other end of a posix_socket, on loopback, in the test's own hands.
class posix_far_end {
 public:
  static constexpr bool has_tls = false, shows_the_end = true;

  explicit posix_far_end(const upcall::posix_socket& settings = {}) : settings_(settings) {}
  posix_far_end(const posix_far_end&) = delete;
  ~posix_far_end() { leave(); }

  upcall::posix_socket::state stream() const { return upcall::posix_socket::state{settings_}; }
  upcall::stream_target target() const { return place_.target(); }
  upcall::stream_target nowhere() const { return {"127.0.0.1", static_cast<std::uint16_t>(nobody_.number()), false}; }

  void accept() {
    leave();
    socket_ = place_.accept();
  }
  std::string read(std::size_t size) const {
    std::string out(size, '\0');
    std::size_t done = 0;
    while (done != size) {
      const ssize_t got = ::recv(socket_, out.data() + done, size - done, 0);
      if (got <= 0) break;
      done += static_cast<std::size_t>(got);
    }
    out.resize(done);
    return out;
  }
  void write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void finish() const { ::shutdown(socket_, SHUT_WR); }
  // Goes; the system answers what comes then, and what was not read, with a reset.
  void leave() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  // Goes with a reset, whatever there is.
  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    leave();
  }

 private:
  upcall::posix_socket settings_;
  listener place_ = listener{};
  laws::peer::closed_port nobody_ = {};
  int socket_ = -1;
};

}  // namespace given
