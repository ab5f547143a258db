// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <upcall/testing/emulator/folder_names.hpp>
#include <upcall/testing/emulator/side_file.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <upcall/testing/emulator/upload_folder.hpp>
#include <upcall/testing/emulator/working_folder.hpp>
#include <upcall/testing/file_descriptor.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// Objects as plain files, ROOT/BUCKET/NAME; what else is known of them, and what has not become one yet, lies in
// ROOT/.upcall. A file that was put there by hand is an object, too.
class folder_store : public object_store {
 public:
  explicit folder_store(const std::string& root)
      : root_(root), uploads_(root_ / ".upcall" / "uploads"), work_(root_ / ".upcall" / "arriving") {
    std::filesystem::create_directories(uploads_);
    for (const upload_facts& each : uploads()) {
      const auto left = upload_folder::hold(uploads_ / each.id);
      struct stat object {};
      if (left && ::stat(place_of(each.bucket, object_file_name(each.key)).c_str(), &object) == 0 &&
          left->became(object))
        left->discard(work_);
    }
  }

  std::unique_ptr<incoming_object> begin() override { return std::make_unique<arriving>(*this); }

  std::shared_ptr<open_object> open(const std::string& bucket, const std::string& key) override {
    const std::string name = object_file_name(key);
    file_descriptor file = open_to_read(place_of(bucket, name));
    struct stat now {};
    if (!file || ::fstat(file.number(), &now) != 0 || !S_ISREG(now.st_mode)) return {};
    auto out = std::make_shared<opened>(std::move(file));
    const std::filesystem::path side = side_path(bucket, name);
    if (auto facts = read_side_file(side, now)) {
      out->facts = std::move(*facts);
    } else {
      out->facts = facts_of_file(out->file, now);
      out->facts.headers.set("Content-Type", "application/octet-stream");
      out->facts.bucket = bucket;
      out->facts.key = key;
      write_side(side, side_text(out->facts, now));
    }
    return out;
  }

  bool remove(const std::string& bucket, const std::string& key) override {
    const std::string name = object_file_name(key);
    const file_descriptor lock = locked();
    std::error_code ignored;
    const bool was_there = std::filesystem::is_regular_file(place_of(bucket, name), ignored) &&
                           std::filesystem::remove(place_of(bucket, name), ignored);
    std::filesystem::remove(side_path(bucket, name), ignored);
    return was_there;
  }

  void begin_upload(const upload_facts& facts) override { upload_folder::make(uploads_ / facts.id, facts, work_); }

  std::unique_ptr<held_upload> hold_upload(const std::string& id) override {
    auto found = find_upload(id);
    return found ? std::make_unique<held>(*this, std::move(*found)) : nullptr;
  }

  std::vector<upload_facts> uploads() override {
    std::vector<upload_facts> out;
    for (const auto& each : std::filesystem::directory_iterator(uploads_)) {
      if (auto facts = upload_folder::read(each)) out.push_back(std::move(*facts));
    }
    return out;
  }

 private:
  struct opened : open_object {
    explicit opened(file_descriptor from) : file(std::move(from)) {}
    std::size_t read(std::uint64_t at, std::span<char> into) override { return file.read_at(at, into); }
    file_descriptor file;
  };

  // A file that has no name of its own yet, and is gone when it never gets one.
  struct nameless {
    explicit nameless(working_folder& work) : path(work.new_path()), file(work.make_file(path)) {}
    nameless(const nameless&) = delete;
    ~nameless() {
      std::error_code ignored;
      std::filesystem::remove(path, ignored);
    }
    struct stat now() const {
      struct stat out {};
      ::fstat(file.number(), &out);
      return out;
    }
    std::filesystem::path path;
    file_descriptor file;
  };

  class arriving : public incoming_object {
   public:
    explicit arriving(folder_store& to) : to_(to), made_(to.work_) {}
    void append(std::string_view piece) override { made_.file.write(piece); }
    bool commit(const object_facts& facts, bool may_replace) override { return to_.place(made_, facts, may_replace); }
    bool commit_part(const std::string& upload_id, const uploaded_part& facts) override {
      const auto upload = to_.find_upload(upload_id);
      if (upload) upload->keep(made_.path, made_.now(), facts, to_.work_);
      return upload.has_value();
    }

   private:
    folder_store& to_;
    nameless made_;
  };

  class held : public held_upload {
   public:
    held(folder_store& in, upload_folder from) : in_(in), from_(std::move(from)) { facts = from_.facts(); }
    std::vector<uploaded_part> parts(std::uint32_t after, std::size_t most) override {
      return from_.parts(after, most);
    }
    bool complete(const std::vector<uploaded_part>& from, const object_facts& as, bool may_replace) override {
      nameless whole{in_.work_};
      for (const uploaded_part& each : from) from_.append(each, whole.file);
      from_.becomes(whole.now(), in_.work_);
      if (!in_.place(whole, as, may_replace)) return false;
      abort();
      return true;
    }
    void abort() override { from_.discard(in_.work_); }

   private:
    folder_store& in_;
    upload_folder from_;
  };

  bool place(const nameless& made, const object_facts& facts, bool may_replace) {
    const std::string name = object_file_name(facts.key);
    const std::filesystem::path place = place_of(facts.bucket, name);
    std::filesystem::create_directories(place.parent_path());
    const file_descriptor lock = locked();
    if (!may_replace && std::filesystem::exists(place)) return false;
    // The side file names the very file that it belongs to, so it may come first.
    write_side(side_path(facts.bucket, name), side_text(facts, made.now()));
    std::filesystem::rename(made.path, place);
    return true;
  }
  // One change of names at a time, of all emulators that have this folder.
  file_descriptor locked() const {
    file_descriptor out = open_folder(root_ / ".upcall");
    out.lock();
    return out;
  }
  std::optional<upload_folder> find_upload(const std::string& id) const {
    if (!is_upload_id(id)) return {};
    return upload_folder::hold(uploads_ / id);
  }
  std::filesystem::path place_of(const std::string& bucket, const std::string& name) const {
    return root_ / bucket / name;
  }
  std::filesystem::path side_path(const std::string& bucket, const std::string& name) const {
    return root_ / ".upcall" / "objects" / bucket / (name + ".json");
  }
  void write_side(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    work_.replace_file(path, text);
  }

  std::filesystem::path root_, uploads_;
  working_folder work_;
};

}  // namespace upcall::testing
