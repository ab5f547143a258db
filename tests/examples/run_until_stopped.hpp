// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

namespace examples {

// A line on the standard output, out at once also when that is a file.
inline void print_line(std::string_view line) {
  const std::string whole = std::string{line} + '\n';
  std::fwrite(whole.data(), 1, whole.size(), stdout);
  std::fflush(stdout);
}

// Runs a server until SIGTERM or SIGINT. start() makes the server; the process ends with it as it stands: what is not
// whole by then is not stored. Status 1 with a sentence when it cannot start.
template <class Start>
int run_until_stopped(Start start) try {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before the server's threads, which inherit it
  const auto server = start();
  print_line("listening on " + server->url());
  int which = 0;
  sigwait(&signals, &which);
  std::_Exit(0);
} catch (const std::exception& problem) {
  std::fprintf(stderr, "%s\n", problem.what());
  return 1;
}

}  // namespace examples
