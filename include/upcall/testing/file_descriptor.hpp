// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace upcall::testing {

// An open file, closed at the end; false when opening it failed.
class file_descriptor {
 public:
  explicit file_descriptor(int number) : number_(number) {}
  file_descriptor(file_descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  ~file_descriptor() {
    if (number_ != -1) ::close(number_);
  }

  explicit operator bool() const { return number_ != -1; }
  int number() const { return number_; }

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::write(number_, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw std::runtime_error(std::string{"cannot write: "} + std::strerror(errno));
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  // Fills the span from this place on, as far as the file goes.
  std::size_t read_at(std::uint64_t at, std::span<char> into) const {
    std::size_t done = 0;
    while (done != into.size()) {
      const ssize_t count = ::pread(number_, into.data() + done, into.size() - done, static_cast<off_t>(at + done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

 private:
  int number_;
};

}  // namespace upcall::testing
