// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <span>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/core/result.hpp>
#include <utility>

namespace upcall {

// A file that is appended to, that appears only whole, and that one user at a time has open. Users of the same path,
// threads or processes, keep each other out with locks on the file itself: who replaces or removes it holds its lock,
// and who has just locked it looks whether it is still the file of that name.
class locked_file {
 public:
  explicit locked_file(std::string path) : path_(std::move(path)) {}
  locked_file(locked_file&& other) noexcept
      : path_(std::move(other.path_)),
        descriptor_(std::exchange(other.descriptor_, -1)),
        length_(other.length_),
        longer_(other.longer_) {}
  locked_file& operator=(locked_file&&) = delete;
  ~locked_file() { release(); }

  const std::string& path() const { return path_; }

  // False when there is none.
  result<bool> open() {
    for (;;) {
      const int opened = open_regular(path_, 0);
      if (opened < 0) {
        if (errno == ENOENT) return false;
        if (errno == ELOOP) return failure{fault::checkpoint_broken, sentence("is a symbolic link", 0)};
        return failure{fault::checkpoint_broken, sentence("cannot be opened", errno)};
      }
      descriptor_ = opened;
      if (const int error = why_irregular(opened))
        return released(error == EEXIST ? sentence("is no regular file", 0) : sentence("cannot be opened", error));
      if (!lock(opened)) return released(not_locked());
      if (is_named(opened, path_)) return true;
      release();  // it was replaced, or removed, by the one who had it
    }
  }

  // From a place on; 0 at the end.
  result<std::size_t> read(std::uint64_t from, std::span<char> into) const {
    for (;;) {
      const ssize_t count = ::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(from));
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return failure{fault::checkpoint_broken, sentence("cannot be read", errno)};
    }
  }
  // What there is beyond is cut off before anything is appended.
  void keep(std::uint64_t length) {
    length_ = length;
    longer_ = true;
  }

  // Puts a new file with this text, which is on the disk when this returns, where the old one was or none. The path of
  // the new one is the same each time, so that none is left behind by a process that was killed here.
  result<nothing> replace(std::string_view text) {
    const std::string path = path_ + ".upcall-new";
    locked_file made{path};
    for (;;) {
      made.descriptor_ = open_regular(path, O_CREAT);
      if (made.descriptor_ < 0) return not_written(errno);
      if (const int error = why_irregular(made.descriptor_)) return not_written(error);
      if (!lock(made.descriptor_)) return failure{fault::checkpoint_broken, not_locked()};
      if (is_named(made.descriptor_, path)) break;
      made.release();
    }
    // Whoever makes the file holds the lock of this one. So it is seen here when somebody else has.
    if (exists() && !is_named(descriptor_, path_)) {
      ::unlink(path.c_str());
      return failure{fault::checkpoint_broken, in_use()};
    }
    made.keep(0);
    result<nothing> written = ::fchmod(made.descriptor_, 0600) == 0 ? made.append(text) : made.not_written(errno);
    if (written) written = made.sync();
    if (written && std::rename(path.c_str(), path_.c_str()) != 0) written = not_written(errno);
    if (!written) {
      ::unlink(path.c_str());
      return written;
    }
    sync_folder();
    release();
    descriptor_ = std::exchange(made.descriptor_, -1);
    length_ = made.length_;
    longer_ = false;
    return nothing{};
  }

  // All of it, or nothing.
  result<nothing> append(std::string_view text) {
    if (longer_ && ::ftruncate(descriptor_, static_cast<off_t>(length_)) != 0) return not_written(errno);
    longer_ = true;
    for (std::string_view left = text; !left.empty();) {
      const ssize_t count = ::write(descriptor_, left.data(), left.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return not_written(errno);
      left.remove_prefix(static_cast<std::size_t>(count));
    }
    longer_ = false;
    length_ += text.size();
    return nothing{};
  }
  result<nothing> sync() {
    while (::fsync(descriptor_) != 0) {
      if (errno == EINVAL) break;  // nothing of the kind here
      if (errno != EINTR) return not_written(errno);
    }
    return nothing{};
  }

  void remove() {
    if (descriptor_ >= 0 && is_named(descriptor_, path_)) ::unlink(path_.c_str());
    release();
  }

  // "checkpoint: WHY (ERROR): PATH"
  std::string sentence(std::string_view why, int error) const {
    std::string text{"checkpoint: "};
    text += why;
    if (error != 0) ((text += " (") += std::strerror(error)) += ")";
    return (text += ": ") += path_;
  }

 private:
  // Neither waits for the other end of a pipe nor goes where a symbolic link points.
  static int open_regular(const std::string& path, int flags) {
    flags |= O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    for (;;) {
      const int opened = ::open(path.c_str(), flags, 0600);
      if (opened >= 0 || errno != EINTR) return opened;
    }
  }
  // EEXIST: it is something else; 0: it is a regular file.
  static int why_irregular(int descriptor) {
    struct stat is;
    if (::fstat(descriptor, &is) != 0) return errno;
    return S_ISREG(is.st_mode) ? 0 : EEXIST;
  }
  static bool is_named(int descriptor, const std::string& path) {
    struct stat is, named;
    return ::fstat(descriptor, &is) == 0 && ::lstat(path.c_str(), &named) == 0 && is.st_ino == named.st_ino &&
           is.st_dev == named.st_dev;
  }
  static bool lock(int descriptor) {
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EINTR) return false;
    }
    return true;
  }
  bool exists() const {
    struct stat is;
    return ::lstat(path_.c_str(), &is) == 0;
  }
  void sync_folder() const {
    const std::size_t slash = path_.rfind('/');
    const std::string folder = slash == path_.npos ? "." : path_.substr(0, slash + 1);
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return;  // a folder that nobody may read
    ::fsync(opened);
    ::close(opened);
  }
  void release() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

  std::string in_use() const { return sentence("in use by another upload", 0); }
  std::string not_locked() const { return errno == EWOULDBLOCK ? in_use() : sentence("cannot be locked", errno); }
  failure released(const std::string& why) {
    release();
    return {fault::checkpoint_broken, why};
  }
  failure not_written(int error) const { return {fault::client, sentence("cannot be written", error)}; }

  std::string path_;
  int descriptor_ = -1;
  std::uint64_t length_ = 0;  // of what was appended whole
  bool longer_ = false;       // the file may be longer than that
};

}  // namespace upcall
