// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <upcall/testing/emulator/kept_text.hpp>
#include <upcall/testing/emulator/side_file.hpp>
#include <upcall/testing/emulator/upload.hpp>
#include <upcall/testing/emulator/working_folder.hpp>
#include <upcall/testing/file_descriptor.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

inline file_descriptor open_to_read(const std::filesystem::path& path) {
  return file_descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
}

// A multipart upload in a folder: upload.json, and each part as 00001 with its side file 00001.json. Held by one thread
// of one process at a time, by a lock on the folder.
class upload_folder {
 public:
  // Nothing when there is none.
  static std::optional<upload_folder> hold(const std::filesystem::path& path) {
    file_descriptor lock = open_folder(path);
    if (!lock) return {};
    lock.lock();
    auto facts = read(path);  // whoever held it before may have ended it
    if (!facts) return {};
    return upload_folder{path, std::move(lock), std::move(*facts)};
  }
  static std::optional<upload_facts> read(const std::filesystem::path& path) {
    return read_upload_text(text_of_file(path / "upload.json"), path.filename());
  }
  // Appears whole.
  static void make(const std::filesystem::path& path, const upload_facts& facts, working_folder& work) {
    const std::filesystem::path made = work.new_path();
    std::filesystem::create_directory(made);
    work.write_file(made / "upload.json", upload_text(facts));
    std::filesystem::rename(made, path);
  }

  const upload_facts& facts() const { return facts_; }

  // The file becomes the part. The side file names the very file that it belongs to, so it may come first.
  void keep(const std::filesystem::path& file, const struct stat& stat, const uploaded_part& part,
            working_folder& work) const {
    const object_facts about{.size = part.size, .crc64 = part.crc64, .etag = part.etag, .modified = part.modified};
    work.replace_file(side_of(part.number), side_text(about, stat));
    std::filesystem::rename(file, path_of(part.number));
  }

  std::vector<uploaded_part> parts(std::uint32_t after, std::size_t most) const {
    std::vector<std::uint32_t> numbers;
    for (const auto& each : std::filesystem::directory_iterator(path_)) {
      const std::string name = each.path().filename();
      const auto number = name.size() == 5 ? read_decimal(name) : std::nullopt;
      if (number && *number > after) numbers.push_back(static_cast<std::uint32_t>(*number));
    }
    std::sort(numbers.begin(), numbers.end());
    if (numbers.size() > most) numbers.resize(most);
    std::vector<uploaded_part> out;
    for (std::uint32_t number : numbers) out.push_back(part(number));
    return out;
  }

  void append(const uploaded_part& part, file_descriptor& to) const {
    const file_descriptor from = open_to_read(path_of(part.number));
    if (!from || !to.append(from, part.size)) throw std::runtime_error(path_of(part.number).string() + " has changed");
  }

  // Notes the file that is about to become the object, so that a kill between that and discard() leaves no open upload.
  void becomes(const struct stat& file, working_folder& work) const {
    work.replace_file(path_ / "becomes", file_identity(file));
  }
  bool became(const struct stat& file) const { return text_of_file(path_ / "becomes") == file_identity(file); }
  void discard(working_folder& work) const { work.discard(path_); }

 private:
  upload_folder(std::filesystem::path path, file_descriptor lock, upload_facts facts)
      : path_(std::move(path)), lock_(std::move(lock)), facts_(std::move(facts)) {}

  std::filesystem::path path_of(std::uint32_t number) const {
    char name[16];
    std::snprintf(name, sizeof name, "%05u", static_cast<unsigned>(number));
    return path_ / name;
  }
  std::filesystem::path side_of(std::uint32_t number) const { return path_of(number) += ".json"; }

  uploaded_part part(std::uint32_t number) const {
    const file_descriptor file = open_to_read(path_of(number));
    struct stat now {};
    if (!file || ::fstat(file.number(), &now) != 0) throw std::runtime_error(path_of(number).string() + " is gone");
    auto facts = read_side_file(side_of(number), now);
    if (!facts) facts = facts_of_file(file, now);
    return {number, facts->size, facts->crc64, facts->etag, facts->modified};
  }

  std::filesystem::path path_;
  file_descriptor lock_;
  upload_facts facts_;
};

}  // namespace upcall::testing
