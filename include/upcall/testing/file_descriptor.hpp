// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace upcall::testing {

// An open file, closed at the end; false when opening it failed.
class file_descriptor {
 public:
  explicit file_descriptor(int number) : number_(number) {}
  file_descriptor(file_descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  file_descriptor& operator=(file_descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
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
  // Writes the bytes of another file behind what was written; false when they are not so many. The kernel copies them,
  // where it can between these two files.
  bool append(const file_descriptor& from, std::uint64_t size) {
    std::uint64_t done = 0;
    while (done != size) {
      auto at = static_cast<off_t>(done);
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size - done, 1u << 30));
      const ssize_t count = ::copy_file_range(from.number_, &at, number_, nullptr, wanted, 0);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return append_by_hand(from, done, size);
      if (count == 0) return false;
      done += static_cast<std::uint64_t>(count);
    }
    return from.ends_at(size);
  }

  // Waits until no other open file of this name is locked, in this process or another; the lock ends with the file.
  void lock() const {
    while (::flock(number_, LOCK_EX) != 0) {
      if (errno != EINTR) throw std::runtime_error(std::string{"cannot lock: "} + std::strerror(errno));
    }
  }
  bool try_lock() const { return ::flock(number_, LOCK_EX | LOCK_NB) == 0; }

 private:
  bool append_by_hand(const file_descriptor& from, std::uint64_t done, std::uint64_t size) {
    std::string piece(1024 * 1024, '\0');
    while (done != size) {
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size - done, piece.size()));
      const std::size_t count = from.read_at(done, {piece.data(), wanted});
      if (count == 0) return false;
      write({piece.data(), count});
      done += count;
    }
    return from.ends_at(size);
  }
  bool ends_at(std::uint64_t size) const {
    char more;
    return read_at(size, {&more, 1}) == 0;
  }

  int number_;
};

}  // namespace upcall::testing
