// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/policies/checkpoint/known_upload.hpp>

namespace upcall {

// A journal that is in memory and ends with its object.
template <class Parts>
class passing_journal {
 public:
  static constexpr std::uint32_t most_parts = Parts::most;

  constexpr explicit passing_journal(std::uint64_t source_size) : source_size_(source_size) {}

  constexpr const upload_intent& intent() const { return known_.intent(); }
  static constexpr bool outlives_the_call() { return false; }
  static constexpr bool source_changed() { return false; }
  constexpr std::string_view upload_id() const { return known_.upload_id(); }
  constexpr const stored_part* find(std::uint32_t number) const { return known_.find(number); }

  constexpr result<nothing> begin(const upload_intent& intent) { return known_.begin(intent, source_size_); }
  constexpr result<nothing> name(std::string_view upload_id) { return known_.name(upload_id); }
  constexpr result<nothing> add(const stored_part& part) { return known_.add(part); }
  constexpr void drop(std::uint32_t number) { known_.drop(number); }
  constexpr void forget() { known_.clear(); }

 private:
  std::uint64_t source_size_;
  known_upload<Parts> known_ = {};
};

}  // namespace upcall
