// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/failure.hpp>
#include <upcall/core/time.hpp>
#include <upcall/policies/keys/fetched_key.hpp>
#include <utility>
#include <vector>

namespace upcall {

// What is known of one key URL.
struct key_entry {
  std::string url;
  std::optional<fetched_key> key = {};
  failure why = {};              // of the last fetch, where there is no key
  milliseconds again_at = {};    // until then nobody fetches
  bool under_way = false;        // somebody fetches
  bool succeeded = false;        // the last fetch
  std::uint64_t fetches = 0;     // that have ended
  std::uint64_t last_asked = 0;  // a number that grows
};

// Entries by URL, at most so many. For a new one goes, of those that nobody fetches, what is missed least: a failure
// before a key, a key that never verified anything before one that has, and the one not asked for longest. Whoever
// waits for an entry holds it.
class key_table {
 public:
  explicit key_table(std::size_t most) : most_(most) {}

  std::shared_ptr<key_entry> find(std::string_view url) {
    for (const auto& each : entries_) {
      if (each->url != url) continue;
      each->last_asked = ++asked_;
      return each;
    }
    return {};
  }
  // Nothing, where all are being fetched.
  std::shared_ptr<key_entry> add(std::string_view url) {
    auto made = std::make_shared<key_entry>(key_entry{.url = std::string{url}, .last_asked = ++asked_});
    if (entries_.size() < most_) return entries_.emplace_back(std::move(made));
    std::shared_ptr<key_entry>* out = nullptr;
    for (auto& each : entries_) {
      if (!each->under_way && (out == nullptr || is_less(*each, **out))) out = &each;
    }
    if (out == nullptr) return {};
    return *out = std::move(made);
  }
  std::size_t size() const { return entries_.size(); }

 private:
  static int worth(const key_entry& of) { return !of.key ? 0 : of.key->has_verified() ? 2 : 1; }
  static bool is_less(const key_entry& a, const key_entry& b) {
    return worth(a) != worth(b) ? worth(a) < worth(b) : a.last_asked < b.last_asked;
  }

  std::size_t most_;
  std::vector<std::shared_ptr<key_entry>> entries_ = {};
  std::uint64_t asked_ = 0;
};

}  // namespace upcall
