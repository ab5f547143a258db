// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <span>
#include <sys/socket.h>
#include <unistd.h>
#include <upcall/core/time.hpp>
#include <upcall/policies/clock/system.hpp>
#include <utility>

namespace upcall::detail {

// A wait of more than a day is one of a day, whatever the system's types could count. 0 or less is no limit.
constexpr milliseconds bounded(milliseconds wait) {
  constexpr milliseconds day{86'400'000};
  return wait.count <= 0 ? milliseconds{} : wait < day ? wait : day;
}
// The same for poll().
constexpr int poll_time(milliseconds wait) { return wait.count <= 0 ? -1 : static_cast<int>(bounded(wait).count); }

// Connects to the first of some addresses that answers. The next one is tried when one fails, or after 250 ms, while
// those before it go on (RFC 8305 §5, §8).
class address_race {
 public:
  static constexpr std::size_t most = 16;  // addresses; others are left out

  explicit address_race(milliseconds limit) : limit_(bounded(limit)) {}
  address_race(const address_race&) = delete;
  ~address_race() {
    for (std::size_t i = 0; i != count_; ++i) ::close(tried_[i].fd);
  }

  // A socket that blocks, which is then the caller's; -1: none answered (see error()).
  int run(std::span<const addrinfo* const> addresses) {
    if (addresses.size() > most) addresses = addresses.first(most);
    for (;;) {
      const milliseconds now = system_clock::elapsed();
      if (limit_.count > 0 && now - begun_ >= limit_) return fail(ETIMEDOUT);
      if (!addresses.empty() && (count_ == 0 || now - last_ >= head_start)) {
        last_ = now;
        const int done = begin(*addresses.front());
        addresses = addresses.subspan(1);
        if (done >= 0) return done;
        continue;
      }
      if (count_ == 0) return -1;
      milliseconds wait = limit_.count > 0 ? begun_ + limit_ - now : milliseconds{};
      if (const milliseconds next = last_ + head_start - now; !addresses.empty() && (wait.count <= 0 || next < wait))
        wait = next;
      if (::poll(tried_, count_, poll_time(wait)) < 0 && errno != EINTR) return fail(errno);
      const int done = look();
      if (done >= 0) return done;
    }
  }
  // Of the limit, at least 1; what is no limit stays none.
  milliseconds left() const {
    if (limit_.count <= 0) return limit_;
    const milliseconds rest = begun_ + limit_ - system_clock::elapsed();
    return rest.count > 0 ? rest : milliseconds{1};
  }
  // Why the last of them failed.
  int error() const { return error_; }

 private:
  static constexpr milliseconds head_start{250};

  int fail(int error) {
    error_ = error;
    last_ = begun_ - head_start;  // the next one may begin
    return -1;
  }
  int begin(const addrinfo& at) {
    const int socket = ::socket(at.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) return fail(errno);
    if (::connect(socket, at.ai_addr, at.ai_addrlen) == 0) return to_block(socket);
    if (errno != EINPROGRESS) {
      fail(errno);
      ::close(socket);
      return -1;
    }
    tried_[count_++] = {socket, POLLOUT, 0};
    return -1;
  }
  // The first that came about. Those that failed are no more, and make room for the next address at once.
  int look() {
    for (std::size_t i = 0; i != count_;) {
      if (std::exchange(tried_[i].revents, 0) == 0) {
        ++i;
        continue;
      }
      const int socket = tried_[i].fd;
      tried_[i] = tried_[--count_];
      int problem = 0;
      socklen_t size = sizeof problem;
      if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 && problem == 0) return to_block(socket);
      fail(problem);
      ::close(socket);
    }
    return -1;
  }
  static int to_block(int socket) {
    ::fcntl(socket, F_SETFL, 0);
    return socket;
  }

  milliseconds limit_;
  milliseconds begun_ = system_clock::elapsed(), last_ = {};
  pollfd tried_[most] = {};
  std::size_t count_ = 0;
  int error_ = 0;
};

}  // namespace upcall::detail
