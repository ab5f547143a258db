// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

// What a test says when it cannot be done here.
inline constexpr int skipped = 77;

// No process can be traced here.
struct not_traceable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// This program again, told other words; what it prints goes into a file. It is waited for by the thread that made it.
class child {
 public:
  child(std::vector<std::string> words, const std::string& output) {
    std::string program = "/proc/self/exe";
    std::vector<char*> arguments{program.data()};
    for (std::string& each : words) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int error = ::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error{std::string{"cannot start a process: "} + std::strerror(error)};
  }

  // How it ended: its exit status, or minus the signal.
  int wait() { return end_of(wait_for(process_)); }

  // Called by the one that is to be traced, at the place from which on its calls count.
  static void let_be_traced() {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(skipped);
    ::raise(SIGSTOP);
  }
  // Tells each system call that is entered, by its number, and kills the process with all its threads at the n-th,
  // which is not made then. How it ended.
  template <class Tell>
  int kill_at(long n, Tell tell) {
    int status = wait_for(process_);
    if (!WIFSTOPPED(status) && end_of(status) == skipped)
      throw not_traceable{"ptrace is forbidden; in a container, --cap-add=SYS_PTRACE allows it"};
    if (!WIFSTOPPED(status)) return end_of(status);
    constexpr long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
    if (::ptrace(PTRACE_SETOPTIONS, process_, nullptr, options) != 0) throw std::runtime_error{"cannot trace"};
    go_on(process_, 0);
    for (long entered = 0;;) {
      const pid_t thread = wait_for_any(status);
      if (!WIFSTOPPED(status)) {
        if (thread == process_) return end_of(status);
        continue;
      }
      const int signal = WSTOPSIG(status);
      const bool is_event = status >> 16 != 0, is_new = signal == SIGSTOP;
      if (signal != (SIGTRAP | 0x80)) {
        go_on(thread, is_event || is_new ? 0 : signal);
        continue;
      }
      if (const auto call = entered_call(thread)) {
        tell(*call);
        if (++entered == n) ::kill(process_, SIGKILL);
      }
      go_on(thread, 0);
    }
  }

 private:
  static pid_t wait_for_any(int& status, pid_t which = -1) {
    for (;;) {
      const pid_t found = ::waitpid(which, &status, __WALL);
      if (found >= 0) return found;
      if (errno != EINTR) throw std::runtime_error{std::string{"waitpid: "} + std::strerror(errno)};
    }
  }
  static int wait_for(pid_t which) {
    int status = 0;
    wait_for_any(status, which);
    return status;
  }
  static int end_of(int status) { return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status); }

  // To the next beginning or end of a call. One that was killed meanwhile is told by waitpid.
  static void go_on(pid_t thread, long signal) { ::ptrace(PTRACE_SYSCALL, thread, nullptr, signal); }

  static std::optional<long> entered_call(pid_t thread) {
    __ptrace_syscall_info info;
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0) {
      if (errno == ESRCH) return {};
      throw not_traceable{"the kernel does not tell the calls of a traced process; Linux tells them from 5.3 on"};
    }
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY) return {};
    return static_cast<long>(info.entry.nr);
  }

  pid_t process_ = 0;
};
