// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <upcall/testing/emulator/folder_names.hpp>
#include <upcall/testing/emulator/side_file.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <upcall/testing/file_descriptor.hpp>

namespace upcall::testing {

// Objects as plain files, ROOT/BUCKET/NAME; what else is known of them lies in ROOT/.upcall. A file that was put there
// by hand is an object, too.
class folder_store : public object_store {
 public:
  explicit folder_store(const std::string& root) : root_(root), arriving_(root_ / ".upcall" / "arriving") {
    std::filesystem::create_directories(arriving_);
    for (const auto& left : std::filesystem::directory_iterator(arriving_)) std::filesystem::remove(left);
  }

  std::unique_ptr<incoming_object> begin() override { return std::make_unique<arriving>(*this); }

  std::shared_ptr<open_object> open(const std::string& bucket, const std::string& key) override {
    const std::string name = object_file_name(key);
    file_descriptor file{::open((root_ / bucket / name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    struct stat now {};
    if (!file || ::fstat(file.number(), &now) != 0 || !S_ISREG(now.st_mode)) return {};
    auto out = std::make_shared<opened>(std::move(file));
    const std::filesystem::path side = side_path(bucket, name);
    if (auto facts = read_side_file(side, now)) {
      out->facts = std::move(*facts);
    } else {
      out->facts = facts_of_file(*out, now);
      out->facts.headers.set("Content-Type", "application/octet-stream");
      out->facts.bucket = bucket;
      out->facts.key = key;
      replace_file(side, side_text(out->facts, now));
    }
    return out;
  }

  bool remove(const std::string& bucket, const std::string& key) override {
    const std::string name = object_file_name(key);
    const std::lock_guard lock{mutex_};
    std::error_code ignored;
    const bool was_there = std::filesystem::is_regular_file(root_ / bucket / name, ignored) &&
                           std::filesystem::remove(root_ / bucket / name, ignored);
    std::filesystem::remove(side_path(bucket, name), ignored);
    return was_there;
  }

 private:
  struct opened : open_object {
    explicit opened(file_descriptor from) : file(std::move(from)) {}
    std::size_t read(std::uint64_t at, std::span<char> into) override { return file.read_at(at, into); }
    file_descriptor file;
  };

  class arriving : public incoming_object {
   public:
    explicit arriving(folder_store& to)
        : to_(to), path_(to.new_path()), file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) {
      if (!file_) throw std::runtime_error(path_.string() + ": " + std::strerror(errno));
    }
    ~arriving() override {
      std::error_code ignored;
      std::filesystem::remove(path_, ignored);
    }
    void append(std::string_view piece) override { file_.write(piece); }
    bool commit(const object_facts& facts, bool may_replace) override {
      const std::string name = object_file_name(facts.key);
      const std::filesystem::path place = to_.root_ / facts.bucket / name;
      std::filesystem::create_directories(place.parent_path());
      struct stat now {};
      ::fstat(file_.number(), &now);
      const std::lock_guard lock{to_.mutex_};
      if (!may_replace && std::filesystem::exists(place)) return false;
      // The side file names the very file that it belongs to, so it may come first.
      to_.replace_file(to_.side_path(facts.bucket, name), side_text(facts, now));
      std::filesystem::rename(path_, place);
      return true;
    }

   private:
    folder_store& to_;
    std::filesystem::path path_;
    file_descriptor file_;
  };

  std::filesystem::path new_path() {
    return arriving_ / (std::to_string(::getpid()) + '.' + std::to_string(++counter_));
  }
  std::filesystem::path side_path(const std::string& bucket, const std::string& name) const {
    return root_ / ".upcall" / "objects" / bucket / (name + ".json");
  }
  void replace_file(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    const std::filesystem::path made = new_path();
    file_descriptor{::open(made.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)}.write(text);
    std::filesystem::rename(made, path);
  }

  std::filesystem::path root_, arriving_;
  std::atomic<std::uint64_t> counter_ = 0;
  std::mutex mutex_;
};

}  // namespace upcall::testing
