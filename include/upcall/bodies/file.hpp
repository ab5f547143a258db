// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <upcall/core/result.hpp>
#include <upcall/text/sink.hpp>
#include <utility>

namespace upcall {

// An open file as a body. It is read with pread, never mapped: a mapped file that shrinks kills the process. Before the
// last byte leaves, the file is compared with what it was when it was opened; a change is file_inconsistent.
class file_body {
 public:
  file_body(file_body&& other) noexcept
      : path_(std::move(other.path_)),
        descriptor_(std::exchange(other.descriptor_, -1)),
        was_(other.was_),
        at_(other.at_) {}
  file_body& operator=(file_body&&) = delete;
  ~file_body() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  static result<file_body> open(std::string_view path) {
    file_body opened{std::string{path}};
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    opened.descriptor_ = ::open(opened.path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened.descriptor_ < 0 || ::fstat(opened.descriptor_, &opened.was_) != 0)
      return opened.refused("cannot be opened", errno);
    // Files under /proc and /sys call themselves regular and empty, and are neither.
    char first;
    const bool has_no_size = opened.was_.st_size == 0 && ::pread(opened.descriptor_, &first, 1, 0) > 0;
    if (!S_ISREG(opened.was_.st_mode) || has_no_size) {
      return opened.refused("is no regular file: its size is not known; upload it as a callable with a size", 0);
    }
    return opened;
  }

  std::uint64_t size() const { return static_cast<std::uint64_t>(was_.st_size); }

  result<std::size_t> read(std::span<char> piece) {
    ssize_t got;
    do {
      got = ::pread(descriptor_, piece.data(), piece.size(), at_);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return refused("cannot be read", errno);
    at_ += got;
    if ((at_ >= was_.st_size || got == 0) && changed()) return changed_failure();
    return static_cast<std::size_t>(got);
  }

  bool rewind() {
    at_ = 0;
    return !changed();
  }

 private:
  explicit file_body(std::string path) : path_(std::move(path)) {}

  static bool same(const timespec& a, const timespec& b) { return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec; }
  // The change time too: it tells when somebody wrote and then set the modification time back.
  bool changed() const {
    struct stat is;
    return ::fstat(descriptor_, &is) != 0 || is.st_size != was_.st_size || !same(is.st_mtim, was_.st_mtim) ||
           !same(is.st_ctim, was_.st_ctim);
  }
  failure changed_failure() const {
    return {fault::file_inconsistent,
            "file: changed while it was read; upload it again when nobody writes to it: " + path_};
  }
  failure refused(std::string_view why, int error) const {
    std::string text{"file: "};
    text += why;
    if (error != 0) ((text += " (") += std::strerror(error)) += ")";
    return {fault::client, (text += ": ") += path_};
  }

  std::string path_;
  int descriptor_ = -1;
  struct stat was_ = {};
  off_t at_ = 0;
};

// Uploads a file, opened when the call begins.
class file {
 public:
  explicit file(std::string path) : path_(std::move(path)) {}

  std::string_view name() const { return path_; }
  result<file_body> open() const { return file_body::open(path_); }

 private:
  std::string path_;
};

}  // namespace upcall
