// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace upcall {

// A key that was fetched, held: it stays as long as this does, whatever becomes of the place it was remembered in.
class fetched_key {
 public:
  explicit fetched_key(std::string pem) : key_(std::make_shared<key>(std::move(pem))) {}

  std::string_view view() const { return key_->pem; }
  operator std::string_view() const { return view(); }

  // It has proved a callback genuine. All that hold this key see it.
  void verified() const { key_->verified.store(true, std::memory_order_relaxed); }
  bool has_verified() const { return key_->verified.load(std::memory_order_relaxed); }

 private:
  struct key {
    const std::string pem;
    std::atomic<bool> verified = false;

    explicit key(std::string text) : pem(std::move(text)) {}
  };

  std::shared_ptr<key> key_;
};

}  // namespace upcall
