// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>

namespace upcall {

// Text kept inside the object, at most Capacity bytes. It is a sink; what does not fit is left out and remembered.
template <std::size_t Capacity>
class inline_string {
 public:
  constexpr inline_string() = default;
  constexpr inline_string(std::string_view text) { append(text); }

  constexpr void put(char c) {
    if (size_ == Capacity) {
      cut_ = true;
    } else {
      chars_[size_++] = c;
    }
  }
  constexpr void append(std::string_view text) {
    for (char c : text) put(c);
  }
  constexpr void clear() {
    size_ = 0;
    cut_ = false;
  }

  // Drops blanks, tabs and line breaks at both ends.
  constexpr void trim() {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (size_ != 0 && blank(chars_[size_ - 1])) --size_;
    std::size_t first = 0;
    while (first != size_ && blank(chars_[first])) ++first;
    if (first == 0) return;
    for (std::size_t i = first; i != size_; ++i) chars_[i - first] = chars_[i];
    size_ -= first;
  }

  constexpr std::string_view view() const { return {chars_, size_}; }
  constexpr operator std::string_view() const { return view(); }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool cut() const { return cut_; }
  static constexpr std::size_t capacity() { return Capacity; }

  friend constexpr bool operator==(const inline_string& a, std::string_view b) { return a.view() == b; }

 private:
  char chars_[Capacity]{};
  std::size_t size_ = 0;
  bool cut_ = false;
};

}  // namespace upcall
