// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arpa/inet.h>
#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <fcntl.h>
#include <iterator>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace given {

// The other side of a board's modem: carries bytes between the board's serial line and whom it has dialled, and counts
// them for each connection, so that hanging up loses and adds none.
class modem_relay {
 public:
  // The serial line is a connected socket, which is its own from then on.
  explicit modem_relay(int serial_line) : board_(serial_line) {
    if (::pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0) throw std::runtime_error{"no pipe"};
    carrying_ = std::thread{[this] { carry(); }};
  }
  modem_relay(const modem_relay&) = delete;
  ~modem_relay() {
    change([this] { over_ = true; });
    carrying_.join();
    if (peer_ >= 0) ::close(peer_);
    for (int each : {board_, wake_[0], wake_[1]}) ::close(each);
  }

  // False: nobody answers there, or the line is busy.
  bool dial(const std::string& host, std::uint16_t port) {
    if (is_busy()) return false;
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    const bool done = ::inet_pton(AF_INET, host.c_str(), &address.sin_addr) == 1 &&
                      ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    if (!done) {
      ::close(socket);
      return false;
    }
    change([&] {
      peer_ = socket;
      from_board_ = to_board_ = received_ = 0;
      has_ended_ = hangs_up_ = false;
    });
    return true;
  }
  // Waits for more than the board has received, or for the end; how much was sent to it.
  std::uint64_t wait_for_more(std::uint64_t received) {
    change([&] { received_ = received; });
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return over_ || to_board_ > received || (has_ended_ && for_board_.empty()); });
    return to_board_;
  }
  bool has_more(std::uint64_t received) {
    const std::lock_guard lock{mutex_};
    return to_board_ > received || has_ended_;
  }
  // After all that the board has sent has arrived; how much was sent to it.
  std::uint64_t hang_up(std::uint64_t sent) {
    change([this] { hangs_up_ = true; });
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return over_ || from_board_ == sent; });
    ::close(std::exchange(peer_, -1));
    for_board_.clear();
    for_peer_.clear();
    return to_board_;
  }

 private:
  bool is_busy() {
    const std::lock_guard lock{mutex_};
    return peer_ >= 0;
  }

  static constexpr std::size_t most_ahead = 8 * 1024;

  template <class Action>
  void change(Action action) {
    {
      const std::lock_guard lock{mutex_};
      action();
    }
    const char any = 0;
    if (::write(wake_[1], &any, 1) < 0 && errno != EAGAIN) throw std::runtime_error{"the relay cannot be woken"};
  }

  void carry() {
    std::unique_lock lock{mutex_};
    while (!over_) {
      // A descriptor below 0 is passed over.
      pollfd ready[] = {
          {wake_[0], POLLIN, 0},
          {board_, static_cast<short>((for_peer_.empty() ? POLLIN : 0) | (for_board_.empty() ? 0 : POLLOUT)), 0},
          {peer_, static_cast<short>((wants_from_peer() ? POLLIN : 0) | (for_peer_.empty() ? 0 : POLLOUT)), 0}};
      if (ready[2].events == 0) ready[2].fd = -1;  // else its end would be told all the time
      lock.unlock();
      ::poll(ready, std::size(ready), -1);
      lock.lock();
      char bytes[64];
      if (ready[0].revents != 0) (void)!::read(wake_[0], bytes, sizeof bytes);
      if (ready[1].revents != 0) take_from_board();
      if (ready[2].revents != 0) take_from_peer();
      give(for_peer_, peer_);
      to_board_ += give(for_board_, board_);
      if (peer_ < 0 || hangs_up_) for_peer_.clear();
      changed_.notify_all();
    }
    changed_.notify_all();
  }

  // What the board has not taken is in its way when it hangs up.
  bool wants_from_peer() const { return for_board_.empty() && !has_ended_ && to_board_ < received_ + most_ahead; }

  void take_from_board() {
    if (!for_peer_.empty()) return;
    char bytes[64 * 1024];
    const ssize_t size = ::recv(board_, bytes, sizeof bytes, MSG_DONTWAIT);
    if (size == 0) over_ = true;
    if (size <= 0) return;
    from_board_ += static_cast<std::uint64_t>(size);
    for_peer_.assign(bytes, static_cast<std::size_t>(size));
  }
  void take_from_peer() {
    if (!wants_from_peer() || peer_ < 0) return;
    char bytes[most_ahead];
    const ssize_t size = ::recv(peer_, bytes, received_ + most_ahead - to_board_, MSG_DONTWAIT);
    if (size > 0) for_board_.assign(bytes, static_cast<std::size_t>(size));
    has_ended_ = size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR);
  }
  // What a far end takes no more is gone.
  static std::size_t give(std::string& bytes, int to) {
    if (bytes.empty() || to < 0) return 0;
    const ssize_t size = ::send(to, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (size < 0 && errno != EAGAIN && errno != EINTR) bytes.clear();
    if (size > 0) bytes.erase(0, static_cast<std::size_t>(size));
    return size > 0 ? static_cast<std::size_t>(size) : 0;
  }

  int board_, peer_ = -1, wake_[2] = {};
  std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  bool over_ = false, has_ended_ = false, hangs_up_ = false;
  std::string for_board_ = {}, for_peer_ = {};
  std::uint64_t from_board_ = 0, to_board_ = 0, received_ = 0;
  std::thread carrying_;
};

}  // namespace given
