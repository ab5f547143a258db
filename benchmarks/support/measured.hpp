// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sched.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace benchmark {

// What some work took.
struct usage {
  double wall = 0, processor = 0;  // seconds
  double peak = 0;                 // KB: the largest resident set of the process, all of its life
};

[[noreturn]] inline void stop(const char* why) { throw std::runtime_error{why}; }

inline double processor_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// Not ru_maxrss: what a process was before it became this program counts there, too.
inline double peak_kilobytes() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::strtod(line.c_str() + 6, nullptr);
  }
  return 0;
}

// Keeps this process on one processor, counted from 0; where there are not so many, on one of those that there are.
inline void pin(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor % static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN)), &set);
  ::sched_setaffinity(0, sizeof set, &set);
}

template <class Work>
usage measured(Work work) {
  const auto begun = std::chrono::steady_clock::now();
  const double before = processor_seconds();
  work();
  const double processor = processor_seconds() - before;
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(), processor, peak_kilobytes()};
}

// What a process of its own tells the one that runs it.
inline int tell(const usage& used) { return std::printf("%.9f %.9f %.0f\n", used.wall, used.processor, used.peak) < 0; }

// Runs this program with other arguments.
inline usage in_own_process(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "benchmark");
  std::vector<char*> texts;
  for (auto& each : arguments) texts.push_back(each.data());
  texts.push_back(nullptr);
  int ends[2];
  if (::pipe(ends) != 0) stop("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[1], 1);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execv("/proc/self/exe", texts.data());
    ::_exit(1);
  }
  ::close(ends[1]);
  usage out;
  FILE* told = ::fdopen(ends[0], "r");
  const bool whole = std::fscanf(told, "%lf %lf %lf", &out.wall, &out.processor, &out.peak) == 3;
  std::fclose(told);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || status != 0 || !whole) stop("a run has failed");
  return out;
}

inline double median(std::vector<double> of) {
  std::sort(of.begin(), of.end());
  return of[of.size() / 2];
}
// Each figure by itself.
inline usage median(const std::vector<usage>& of) {
  const auto of_each = [&](double usage::*figure) {
    std::vector<double> all;
    for (const usage& each : of) all.push_back(each.*figure);
    return median(all);
  };
  return {of_each(&usage::wall), of_each(&usage::processor), of_each(&usage::peak)};
}

}  // namespace benchmark
