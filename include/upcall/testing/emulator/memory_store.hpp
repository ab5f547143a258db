// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <upcall/testing/emulator/pieces.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

class memory_store : public object_store {
 public:
  std::unique_ptr<incoming_object> begin() override { return std::make_unique<arriving>(*this); }

  std::shared_ptr<open_object> open(const std::string& bucket, const std::string& key) override {
    const std::lock_guard lock{mutex_};
    const auto found = objects_.find({bucket, key});
    return found == objects_.end() ? nullptr : found->second;
  }
  bool remove(const std::string& bucket, const std::string& key) override {
    const std::lock_guard lock{mutex_};
    return objects_.erase({bucket, key}) != 0;
  }

  void begin_upload(const upload_facts& facts) override {
    const auto made = std::make_shared<upload>();
    made->facts = facts;
    const std::lock_guard lock{mutex_};
    uploads_[facts.id] = made;
  }
  std::unique_ptr<held_upload> hold_upload(const std::string& id) override {
    const auto found = find_upload(id);
    if (!found) return {};
    auto out = std::make_unique<held>(*this, found);
    return found->gone ? nullptr : std::move(out);
  }
  std::vector<upload_facts> uploads() override {
    const std::lock_guard lock{mutex_};
    std::vector<upload_facts> out;
    for (const auto& [id, each] : uploads_) out.push_back(each->facts);
    return out;
  }

 private:
  struct kept : open_object {
    pieces bytes = {};
    std::size_t read(std::uint64_t at, std::span<char> into) override { return bytes.read(at, into); }
  };
  struct part {
    uploaded_part facts = {};
    pieces::one bytes = {};
  };
  struct upload {
    upload_facts facts = {};
    std::mutex busy = {};  // taken before the store's own
    bool gone = false;
    std::map<std::uint32_t, part> parts = {};
  };

  class arriving : public incoming_object {
   public:
    explicit arriving(memory_store& to) : to_(to) {}
    void append(std::string_view piece) override { bytes_->append(piece); }
    bool commit(const object_facts& facts, bool may_replace) override {
      const auto made = std::make_shared<kept>();
      made->facts = facts;
      made->bytes.append(bytes_);
      return to_.place(made, may_replace);
    }
    bool commit_part(const std::string& upload_id, const uploaded_part& facts) override {
      const auto found = to_.find_upload(upload_id);
      if (!found) return false;
      const std::lock_guard lock{found->busy};
      if (found->gone) return false;
      found->parts[facts.number] = {facts, bytes_};
      return true;
    }

   private:
    memory_store& to_;
    std::shared_ptr<std::string> bytes_ = std::make_shared<std::string>();
  };

  class held : public held_upload {
   public:
    held(memory_store& in, std::shared_ptr<upload> which) : in_(in), upload_(std::move(which)), lock_(upload_->busy) {
      facts = upload_->facts;
    }
    std::vector<uploaded_part> parts(std::uint32_t after, std::size_t most) override {
      std::vector<uploaded_part> out;
      for (auto each = upload_->parts.upper_bound(after); each != upload_->parts.end() && out.size() != most; ++each)
        out.push_back(each->second.facts);
      return out;
    }
    bool complete(const std::vector<uploaded_part>& from, const object_facts& as, bool may_replace) override {
      const auto made = std::make_shared<kept>();
      made->facts = as;
      for (const uploaded_part& each : from) made->bytes.append(upload_->parts.at(each.number).bytes);
      if (!in_.place(made, may_replace)) return false;
      abort();
      return true;
    }
    void abort() override {
      upload_->gone = true;
      const std::lock_guard lock{in_.mutex_};
      in_.uploads_.erase(upload_->facts.id);
    }

   private:
    memory_store& in_;
    std::shared_ptr<upload> upload_;
    std::unique_lock<std::mutex> lock_;
  };

  bool place(const std::shared_ptr<kept>& object, bool may_replace) {
    const std::lock_guard lock{mutex_};
    auto& there = objects_[{object->facts.bucket, object->facts.key}];
    if (there && !may_replace) return false;
    there = object;
    return true;
  }
  std::shared_ptr<upload> find_upload(const std::string& id) {
    const std::lock_guard lock{mutex_};
    const auto found = uploads_.find(id);
    return found == uploads_.end() ? nullptr : found->second;
  }

  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<kept>> objects_;
  std::map<std::string, std::shared_ptr<upload>> uploads_;
};

}  // namespace upcall::testing
