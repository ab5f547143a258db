// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <upcall/core/field.hpp>

namespace upcall {

constexpr int compare_bytes(std::string_view a, std::string_view b) { return a.compare(b); }

// Fields kept sorted by name, each name once, in room of the workspace. Signatures want names in order, so they are
// never sorted again. More than fit sets overflow().
template <int (*Compare)(std::string_view, std::string_view)>
class field_map {
 public:
  constexpr explicit field_map(std::span<field> room) : room_(room) {}

  // Adds a field, or replaces the value of the one with this name.
  constexpr void set(std::string_view name, std::string_view value) {
    std::size_t at = size_;
    for (; at != 0; --at) {
      const int order = Compare(room_[at - 1].name, name);
      if (order < 0) break;
      if (order == 0) {
        room_[at - 1].value = value;
        return;
      }
    }
    if (size_ == room_.size()) {
      overflow_ = true;
      return;
    }
    for (std::size_t i = size_++; i != at; --i) room_[i] = room_[i - 1];
    room_[at] = {name, value};
  }
  constexpr void remove(std::string_view name) {
    for (std::size_t i = 0; i != size_; ++i) {
      if (room_[i].name != name) continue;
      for (--size_; i != size_; ++i) room_[i] = room_[i + 1];
      return;
    }
  }
  constexpr const field* find(std::string_view name) const {
    for (const field& each : *this) {
      if (each.name == name) return &each;
    }
    return nullptr;
  }

  constexpr const field* begin() const { return room_.data(); }
  constexpr const field* end() const { return room_.data() + size_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool overflow() const { return overflow_; }
  constexpr std::span<const field> view() const { return {room_.data(), size_}; }

 private:
  std::span<field> room_;
  std::size_t size_ = 0;
  bool overflow_ = false;
};

}  // namespace upcall
