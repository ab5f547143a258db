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
#include <upcall/bodies/identity.hpp>
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
    do {
      opened.descriptor_ = ::open(opened.path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    } while (opened.descriptor_ < 0 && errno == EINTR);  // of a file system that a network or a program serves
    if (opened.descriptor_ < 0 || ::fstat(opened.descriptor_, &opened.was_) != 0)
      return opened.refused("cannot be opened", errno);
    // Files under /proc and /sys call themselves regular and empty, and are neither.
    char first;
    const bool has_no_size = opened.was_.st_size == 0 && ::pread(opened.descriptor_, &first, 1, 0) > 0;
    if (!S_ISREG(opened.was_.st_mode) || has_no_size) {
      return opened.refused(
          "is no regular file: its size is not known; upload it as a callable with a size, or a stream", 0);
    }
    return opened;
  }

  std::uint64_t size() const { return static_cast<std::uint64_t>(was_.st_size); }

  source_identity identity() const { return identity_of(was_); }
  // Since it was opened.
  bool changed() const {
    struct stat is;
    return ::fstat(descriptor_, &is) != 0 || identity_of(is) != identity();
  }

  result<std::size_t> read(std::span<char> piece) {
    const auto got = read_until(piece, at_, was_.st_size);
    if (got) at_ += static_cast<off_t>(*got);
    return got;
  }

  bool rewind() {
    at_ = 0;
    return !changed();
  }

  // A part of the file. Parts may be read by threads at the same time.
  class part_body {
   public:
    std::uint64_t size() const { return static_cast<std::uint64_t>(end_ - begin_); }
    result<std::size_t> read(std::span<char> piece) {
      const auto left = static_cast<std::uint64_t>(end_ - at_);
      if (left < piece.size()) piece = piece.first(static_cast<std::size_t>(left));
      const auto got = from_->read_until(piece, at_, end_);
      if (got) at_ += static_cast<off_t>(*got);
      return got;
    }
    bool rewind() {
      at_ = begin_;
      return !from_->changed();
    }

   private:
    friend file_body;
    part_body(const file_body& from, off_t begin, off_t end) : from_(&from), begin_(begin), at_(begin), end_(end) {}

    const file_body* from_;
    off_t begin_, at_, end_;
  };
  part_body slice(std::uint64_t at, std::uint64_t size) const {
    return {*this, static_cast<off_t>(at), static_cast<off_t>(at + size)};
  }

 private:
  explicit file_body(std::string path) : path_(std::move(path)) {}

  static std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
  }
  static source_identity identity_of(const struct stat& is) {
    source_identity out;
    out.size = static_cast<std::uint64_t>(is.st_size);
    out.modified = nanoseconds(is.st_mtim);
    out.changed = nanoseconds(is.st_ctim);
    out.inode = is.st_ino;
    out.device = is.st_dev;
    return out;
  }

  // Reads from a place on; whether the file is still the same is looked at when the end of what is wanted is reached.
  result<std::size_t> read_until(std::span<char> piece, off_t at, off_t end) const {
    ssize_t got;
    do {
      got = ::pread(descriptor_, piece.data(), piece.size(), at);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return refused("cannot be read", errno);
    if ((at + got >= end || got == 0) && changed()) return changed_failure();
    return static_cast<std::size_t>(got);
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
