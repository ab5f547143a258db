// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "run_until_stopped.hpp"
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <upcall.hpp>
#include <utility>
#include <vector>

namespace examples {

// What the process that uploads is told.
struct upload_in_parts {
  std::string endpoint, bucket, key, file, callback_url;

  static constexpr std::string_view flag = "--upload-in-parts";
  static constexpr std::uint64_t part_size = 1 << 20;

  static bool is_meant(int count, char** given) { return count == 7 && given[1] == flag; }
  explicit upload_in_parts(char** given)
      : endpoint(given[2]), bucket(given[3]), key(given[4]), file(given[5]), callback_url(given[6]) {}
  upload_in_parts(std::string to, std::string in, std::string as, std::string from, std::string tell)
      : endpoint(std::move(to)),
        bucket(std::move(in)),
        key(std::move(as)),
        file(std::move(from)),
        callback_url(std::move(tell)) {}

  // In this process; the same call whether it is the first or not.
  int run(std::string_view key_id, std::string_view secret) const {
    upcall::callback callback;
    callback.url = callback_url;
    callback.body = "object=${object}&size=${size}&crc64=${crc64}";
    upcall::client oss{upcall::endpoint{endpoint}, upcall::fixed_credentials{key_id, secret}};
    const auto stored =
        oss.bucket(bucket).resumable_upload(key, upcall::file{file}, {.callback = callback, .part_size = part_size});
    print_line("     process " + std::to_string(::getpid()) + ": stored " + std::to_string(stored.parts) + " parts, " +
               std::to_string(stored.parts_resumed) + " of them by an earlier process");
    print_line("     callback_answer=" + std::string{stored.answer.view()});
    return 0;
  }

  // In a process of its own: this program again.
  pid_t start() const {
    std::string program = "/proc/self/exe", first{flag};
    std::vector<std::string> words{program, first, endpoint, bucket, key, file, callback_url};
    std::vector<char*> arguments;
    for (std::string& each : words) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    pid_t started = 0;
    const int error = ::posix_spawn(&started, program.c_str(), nullptr, nullptr, arguments.data(), environ);
    if (error != 0) throw std::runtime_error{std::string{"cannot start a process: "} + std::strerror(error)};
    return started;
  }
};

// Kills a process at the moment that a server says.
class killer {
 public:
  void aim_at(pid_t process) {
    process_ = process;
    process_.notify_all();
  }
  // Waits until there is one.
  void kill() {
    process_.wait(0);
    ::kill(process_.exchange(0), SIGKILL);
  }

 private:
  std::atomic<pid_t> process_ = 0;
};

// How a process ended: its exit status, or minus the signal.
inline int end_of(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

// A file of bytes without a pattern.
inline void write_random_file(const std::string& path, std::uint64_t size) {
  std::ofstream out{path, std::ios::binary};
  std::vector<std::uint64_t> piece(32 * 1024);
  std::uint64_t x = 1;
  for (std::uint64_t done = 0; done != size; done += piece.size() * sizeof x) {
    for (std::uint64_t& each : piece) each = x = (x ^ x << 13 ^ x >> 7) * 0x9E3779B97F4A7C15u + 1;
    out.write(reinterpret_cast<const char*>(piece.data()), static_cast<std::streamsize>(piece.size() * sizeof x));
  }
  if (!out.flush()) throw std::runtime_error{"cannot write " + path};
}

}  // namespace examples
