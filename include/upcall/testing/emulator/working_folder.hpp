// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <upcall/testing/file_descriptor.hpp>

namespace upcall::testing {

inline file_descriptor open_folder(const std::filesystem::path& path) {
  return file_descriptor{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)};
}

// Where one process makes its files before they get their names: a folder of its own, locked as long as it lives. What
// a killed process left is removed by the next one; the folders of those that live are not touched.
class working_folder {
 public:
  explicit working_folder(const std::filesystem::path& all) {
    std::filesystem::create_directories(all);
    const file_descriptor one_at_a_time = open_folder(all);
    one_at_a_time.lock();
    for (const auto& left : std::filesystem::directory_iterator(all)) {
      const file_descriptor folder = open_folder(left);
      if (!folder || folder.try_lock()) std::filesystem::remove_all(left);
    }
    std::string made = all / "XXXXXX";
    if (::mkdtemp(made.data()) == nullptr) throw std::runtime_error(made + ": " + std::strerror(errno));
    path_ = made;
    lock_ = open_folder(path_);
    lock_.lock();
  }
  working_folder(const working_folder&) = delete;
  ~working_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  // A name in it that nothing had before.
  std::filesystem::path new_path() { return path_ / std::to_string(++counter_); }

  // The file has this text, at once and whole.
  void replace_file(const std::filesystem::path& path, std::string_view text) {
    const std::filesystem::path made = new_path();
    write_file(made, text);
    std::filesystem::rename(made, path);
  }
  static void write_file(const std::filesystem::path& path, std::string_view text) {
    make_file(path).write(text);
  }
  static file_descriptor make_file(const std::filesystem::path& path) {
    file_descriptor out{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)};
    if (!out) throw std::runtime_error(path.string() + ": " + std::strerror(errno));
    return out;
  }

  // The folder is gone from its place at once. False: it was not there.
  bool discard(const std::filesystem::path& folder) {
    const std::filesystem::path moved = new_path();
    std::error_code problem;
    std::filesystem::rename(folder, moved, problem);
    if (problem) return false;
    std::filesystem::remove_all(moved, problem);
    return true;
  }

 private:
  std::filesystem::path path_;
  file_descriptor lock_{-1};
  std::atomic<std::uint64_t> counter_ = 0;
};

}  // namespace upcall::testing
