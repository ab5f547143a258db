// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <ctime>
#include <pthread.h>
#include <signal.h>

namespace upcall::detail {

// Keeps this thread from being killed by SIGPIPE while it writes to a socket that the other side has closed, and leaves
// no trace: a SIGPIPE that came about in between is taken away, one that waited before stays.
class sigpipe_guard {
 public:
  sigpipe_guard() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    was_pending_ = pending();
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  sigpipe_guard(const sigpipe_guard&) = delete;
  sigpipe_guard& operator=(const sigpipe_guard&) = delete;
  ~sigpipe_guard() {
    if (!was_pending_ && pending()) {
      const timespec no_wait{};
      sigtimedwait(&pipe_, nullptr, &no_wait);
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  static bool pending() {
    sigset_t waiting;
    sigemptyset(&waiting);
    sigpending(&waiting);
    return sigismember(&waiting, SIGPIPE) == 1;
  }

  sigset_t pipe_, before_;
  bool was_pending_;
};

}  // namespace upcall::detail
