// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cerrno>
#include <ctime>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <upcall/policies/transport/sigpipe_guard.hpp>

using upcall::detail::sigpipe_guard;

namespace {

bool pending() {
  sigset_t waiting;
  sigpending(&waiting);
  return sigismember(&waiting, SIGPIPE) == 1;
}

sigset_t only_sigpipe() {
  sigset_t out;
  sigemptyset(&out);
  sigaddset(&out, SIGPIPE);
  return out;
}

bool blocked() {
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  return sigismember(&mask, SIGPIPE) == 1;
}

// Raises SIGPIPE in this thread as a socket does whose other end is closed.
void write_to_nobody() {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  ::close(ends[1]);
  const auto written = ::write(ends[0], "x", 1);
  const int why = errno;
  ::close(ends[0]);
  CHECK(written == -1);
  CHECK(why == EPIPE);
}

// Blocks SIGPIPE by itself, and takes away the one that waits at the end.
struct blocks_it_itself {
  sigset_t set = only_sigpipe(), before = {};
  blocks_it_itself() { pthread_sigmask(SIG_BLOCK, &set, &before); }
  ~blocks_it_itself() {
    const timespec no_wait{};
    sigtimedwait(&set, nullptr, &no_wait);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
};

// What a child ends with that writes to nobody and whose SIGPIPE has the default action.
template <class Guard>
int end_of_child() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGPIPE, SIG_DFL);
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) ::_exit(1);
    ::close(ends[1]);
    {
      [[maybe_unused]] const Guard guard{};
      if (::write(ends[0], "x", 1) != -1) ::_exit(2);
    }
    ::_exit(42);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

struct none {};

}  // namespace

TEST_CASE("a thread under guard is not killed by SIGPIPE, one without is") {
  const int guarded = end_of_child<sigpipe_guard>(), unguarded = end_of_child<none>();
  CHECK(WIFEXITED(guarded));
  CHECK(WEXITSTATUS(guarded) == 42);
  REQUIRE(WIFSIGNALED(unguarded));
  CHECK(WTERMSIG(unguarded) == SIGPIPE);
}

TEST_CASE("the guard leaves no trace") {
  REQUIRE_FALSE(blocked());
  {
    const sigpipe_guard guard;
    CHECK(blocked());
    write_to_nobody();
    CHECK(pending());
    write_to_nobody();
  }
  CHECK_FALSE(pending());
  CHECK_FALSE(blocked());
  { const sigpipe_guard nothing_happens; }
  CHECK_FALSE(blocked());
}

TEST_CASE("who had blocked SIGPIPE has it blocked afterwards") {
  const blocks_it_itself own;
  {
    const sigpipe_guard guard;
    write_to_nobody();
  }
  CHECK(blocked());
  CHECK_FALSE(pending());
}

TEST_CASE("a SIGPIPE that waited before waits afterwards") {
  const blocks_it_itself own;
  write_to_nobody();
  REQUIRE(pending());
  {
    const sigpipe_guard guard;
    write_to_nobody();
  }
  CHECK(pending());
  CHECK(blocked());
}

TEST_CASE("guards nest") {
  {
    const sigpipe_guard outer;
    {
      const sigpipe_guard inner;
      write_to_nobody();
    }
    CHECK(blocked());
    CHECK_FALSE(pending());
    write_to_nobody();
  }
  CHECK_FALSE(blocked());
  CHECK_FALSE(pending());
}

TEST_CASE("a guard is of its thread alone") {
  const sigpipe_guard guard;
  bool elsewhere = true;
  sigset_t mask = only_sigpipe();
  // Threads inherit the mask, so the other one clears it first and has a guard of its own come and go.
  std::thread{[&] {
    pthread_sigmask(SIG_UNBLOCK, &mask, nullptr);
    { const sigpipe_guard its_own; }
    elsewhere = blocked();
  }}.join();
  CHECK_FALSE(elsewhere);
  CHECK(blocked());
}
