// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace given {

// A board that QEMU runs. Its first serial line is a socket; its control line, see cortex_m4/control_line.hpp, what
// QEMU reads and writes.
class board_process {
 public:
  explicit board_process(const std::string& image) {
    int line[2], to[2], from[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line) != 0 || ::pipe2(to, O_CLOEXEC) != 0 ||
        ::pipe2(from, O_CLOEXEC) != 0)
      throw std::runtime_error{"no pipes"};
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, to[0], 0);
    ::posix_spawn_file_actions_adddup2(&files, from[1], 1);
    ::posix_spawn_file_actions_adddup2(&files, line[1], 3);
    // Several may use a device that is mux; here it is one, of which 32 bytes are read ahead. No byte is its escape.
    std::string words[] = {"qemu-system-arm",
                           "-M",
                           "mps2-an386",
                           "-kernel",
                           image,
                           "-display",
                           "none",
                           "-monitor",
                           "none",
                           "-chardev",
                           "socket,id=line,fd=3,mux=on",
                           "-echr",
                           "256",
                           "-serial",
                           "chardev:line",
                           "-semihosting-config",
                           "enable=on,target=native"};
    char* arguments[std::size(words) + 1] = {};
    for (std::size_t i = 0; i != std::size(words); ++i) arguments[i] = words[i].data();
    const int wrong = ::posix_spawnp(&process_, arguments[0], &files, nullptr, arguments, environ);
    ::posix_spawn_file_actions_destroy(&files);
    for (int each : {line[1], to[0], from[1]}) ::close(each);
    line_ = line[0], to_ = to[1], from_ = from[0];
    if (wrong != 0) throw std::runtime_error{"QEMU does not start"};
  }
  board_process(const board_process&) = delete;
  ~board_process() {
    if (to_ >= 0) end();
  }

  // The caller's from then on.
  int take_serial_line() { return std::exchange(line_, -1); }

  void put(std::uint64_t number) {
    char bytes[8];
    for (int i = 0; i != 8; ++i) bytes[i] = static_cast<char>(number >> 8 * i & 0xff);
    put_bytes({bytes, sizeof bytes});
  }
  void put(std::string_view text) {
    put(std::uint64_t{text.size()});
    put_bytes(text);
  }
  void put_bytes(std::string_view text) {
    while (!text.empty()) {
      const ssize_t size = ::write(to_, text.data(), text.size());
      if (size <= 0) throw std::runtime_error{"the board takes nothing more"};
      text.remove_prefix(static_cast<std::size_t>(size));
    }
  }
  std::uint64_t get() {
    std::uint64_t number = 0;
    const std::string bytes = get_bytes(8);
    for (int i = 7; i >= 0; --i) number = number << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
    return number;
  }
  std::string get_text() { return get_bytes(static_cast<std::size_t>(get())); }

  // Tells the board that no more comes; its status.
  int end() {
    ::close(std::exchange(to_, -1));
    ::close(from_);
    if (line_ >= 0) ::close(line_);
    int status = 0;
    ::waitpid(process_, &status, 0);
    return status;
  }

 private:
  std::string get_bytes(std::size_t size) {
    std::string out(size, '\0');
    for (std::size_t done = 0; done != size;) {
      const ssize_t got = ::read(from_, out.data() + done, size - done);
      if (got <= 0) throw std::runtime_error{"the board says nothing more"};
      done += static_cast<std::size_t>(got);
    }
    return out;
  }

  pid_t process_ = 0;
  int line_ = -1, to_ = -1, from_ = -1;
};

}  // namespace given
