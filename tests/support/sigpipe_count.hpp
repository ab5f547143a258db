// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <csignal>
#include <signal.h>

namespace given {

// Counts how often SIGPIPE is raised while this lives, which would end a program that does not expect it.
class sigpipe_count {
 public:
  sigpipe_count() {
    raised() = 0;
    struct sigaction counting {};
    counting.sa_handler = [](int) { raised() = raised() + 1; };
    ::sigaction(SIGPIPE, &counting, &before_);
  }
  sigpipe_count(const sigpipe_count&) = delete;
  ~sigpipe_count() { ::sigaction(SIGPIPE, &before_, nullptr); }

  static int value() { return raised(); }

 private:
  static volatile std::sig_atomic_t& raised() {
    static constinit volatile std::sig_atomic_t count = 0;
    return count;
  }

  struct sigaction before_ {};
};

}  // namespace given
