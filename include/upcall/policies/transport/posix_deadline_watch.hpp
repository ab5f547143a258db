// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <condition_variable>
#include <fcntl.h>
#include <mutex>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <upcall/core/time.hpp>
#include <utility>

namespace upcall::detail {

// Ends all waits for a socket, whoever waits and how, when an exchange has had its time: it breaks the connection. For
// who leaves the waiting to others, whose limits are for each byte that comes. It has a thread as long as it lives
// (std::system_error where there is none left), or none where there is no end. follow() and passed() are called by one.
class posix_deadline_watch {
 public:
  // From now on; 0 or less, or more than the clock can count: no end.
  explicit posix_deadline_watch(milliseconds time_left) {
    using std::chrono::steady_clock;
    constexpr auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::duration::max() / 2);
    if (time_left.count <= 0 || time_left.count > longest.count()) return;
    const auto end = steady_clock::now() + std::chrono::milliseconds{time_left.count};
    sigset_t all, before;  // signals are the business of the program's own threads
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const mask_restored at_exit{before};
    thread_ = std::thread{[this, end] { run(end); }};
  }
  posix_deadline_watch(const posix_deadline_watch&) = delete;
  ~posix_deadline_watch() {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock{mutex_};
      over_ = true;
    }
    changed_.notify_one();
    thread_.join();
    drop();
  }

  // It is this socket from now on. It may be closed meanwhile, and its number given to another.
  void follow(int socket) {
    if (!thread_.joinable()) return;
    const std::lock_guard lock{mutex_};
    drop();
    socket_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (passed_ || socket_ < 0) ::shutdown(socket, SHUT_RDWR);
  }
  bool passed() const {
    const std::lock_guard lock{mutex_};
    return passed_;
  }

 private:
  struct mask_restored {
    const sigset_t& before;
    ~mask_restored() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
  };

  void run(std::chrono::steady_clock::time_point end) {
    std::unique_lock lock{mutex_};
    if (changed_.wait_until(lock, end, [this] { return over_; })) return;
    passed_ = true;
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
  }
  void drop() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  mutable std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  bool over_ = false, passed_ = false;
  int socket_ = -1;  // a descriptor of its own
  std::thread thread_ = {};
};

}  // namespace upcall::detail
