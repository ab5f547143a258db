// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace given {

// A file that is gone at the end of the test. Changing it is told by its times, whose steps can be some milliseconds
// long: each change here is repeated until the change time has moved, so that no test depends on how fast it ran.
class temporary_file {
 public:
  explicit temporary_file(std::string_view content = {}, const std::string& suffix = "") : path_(made_path(suffix)) {
    const int descriptor = ::mkostemps(path_.data(), static_cast<int>(suffix.size()), O_CLOEXEC);
    if (descriptor < 0) throw std::runtime_error("cannot make " + path_);
    ::close(descriptor);
    write_at(0, content);
  }
  temporary_file(const temporary_file&) = delete;
  ~temporary_file() { ::unlink(path_.c_str()); }

  const std::string& path() const { return path_; }

  void overwrite(std::size_t at, std::string_view content) {
    change([&] { write_at(at, content); });
  }
  void append(std::string_view content) {
    const auto at = static_cast<std::size_t>(status().st_size);
    change([&] { write_at(at, content); });
  }
  void truncate(std::size_t size) {
    change([&] { (void)!::truncate(path_.c_str(), static_cast<off_t>(size)); });
  }
  // Overwrites, and sets the modification time back as if nobody had.
  void overwrite_in_secret(std::size_t at, std::string_view content) {
    const struct stat before = status();
    change([&] {
      write_at(at, content);
      const timespec times[] = {before.st_atim, before.st_mtim};
      ::utimensat(AT_FDCWD, path_.c_str(), times, 0);
    });
  }

 private:
  static std::string made_path(const std::string& suffix) {
    const char* folder = std::getenv("TMPDIR");
    return std::string{folder != nullptr ? folder : "/tmp"} + "/upcall-test-XXXXXX" + suffix;
  }
  struct stat status() const {
    struct stat is {};
    ::stat(path_.c_str(), &is);
    return is;
  }
  void write_at(std::size_t at, std::string_view content) {
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    while (!content.empty()) {
      const ssize_t n = ::pwrite(descriptor, content.data(), content.size(), static_cast<off_t>(at));
      if (n < 0) throw std::runtime_error("cannot write " + path_);
      content.remove_prefix(static_cast<std::size_t>(n));
      at += static_cast<std::size_t>(n);
    }
    ::close(descriptor);
  }
  void change(const auto& repeatable) {
    const timespec before = status().st_ctim;
    timespec after;
    do {
      repeatable();
      after = status().st_ctim;
    } while (after.tv_sec == before.tv_sec && after.tv_nsec == before.tv_nsec);
  }

  std::string path_;
};

}  // namespace given
