// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <upcall/testing/emulator/store.hpp>
#include <utility>

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

 private:
  struct kept : open_object {
    std::string bytes = {};

    std::size_t read(std::uint64_t at, std::span<char> into) override {
      if (at >= bytes.size()) return 0;
      const std::size_t count = std::min(into.size(), bytes.size() - static_cast<std::size_t>(at));
      std::memcpy(into.data(), bytes.data() + at, count);
      return count;
    }
  };

  class arriving : public incoming_object {
   public:
    explicit arriving(memory_store& to) : to_(to) {}
    void append(std::string_view piece) override { object_->bytes.append(piece); }
    bool commit(const object_facts& facts, bool may_replace) override {
      object_->facts = facts;
      const std::lock_guard lock{to_.mutex_};
      auto& place = to_.objects_[{facts.bucket, facts.key}];
      if (place && !may_replace) return false;
      place = object_;
      return true;
    }

   private:
    memory_store& to_;
    std::shared_ptr<kept> object_ = std::make_shared<kept>();
  };

  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<kept>> objects_;
};

}  // namespace upcall::testing
