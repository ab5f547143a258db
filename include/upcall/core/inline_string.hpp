// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace upcall {

namespace detail {

// One function for all capacities. False: not all of it fitted.
[[gnu::noinline]] constexpr bool append_text(std::span<char> room, std::uint16_t& size, std::string_view text) {
  for (char c : text) {
    if (size == room.size()) return false;
    room[size++] = c;
  }
  return true;
}

}  // namespace detail

// Text kept inside the object, at most Capacity bytes. It is a sink; what does not fit is left out and remembered.
template <std::size_t Capacity>
class alignas(std::uint32_t) inline_string {
 public:
  // At run time the bytes are left as they are: only those that were written are ever read.
  constexpr inline_string() {
    if (std::is_constant_evaluated()) {
      for (char& c : chars_) c = '\0';
    }
  }
  constexpr inline_string(std::string_view text) : inline_string() { append(text); }

  constexpr void put(char c) {
    if (size_ == Capacity) {
      cut_ = 1;
    } else {
      chars_[size_++] = c;
    }
  }
  constexpr void append(std::string_view text) {
    if (!detail::append_text({chars_, Capacity}, size_, text)) cut_ = 1;
  }
  constexpr void assign(std::string_view text) {
    clear();
    append(text);
  }
  constexpr void clear() {
    size_ = 0;
    cut_ = 0;
  }

  // Drops blanks, tabs and line breaks at both ends.
  constexpr void trim() {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (size_ != 0 && blank(chars_[size_ - 1])) --size_;
    std::size_t first = 0;
    while (first != size_ && blank(chars_[first])) ++first;
    if (first == 0) return;
    for (std::size_t i = first; i != size_; ++i) chars_[i - first] = chars_[i];
    size_ = static_cast<std::uint16_t>(size_ - first);
  }

  constexpr std::string_view view() const { return {chars_, size_}; }
  constexpr operator std::string_view() const { return view(); }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool cut() const { return cut_ != 0; }
  static constexpr std::size_t capacity() { return Capacity; }

  friend constexpr bool operator==(const inline_string& a, std::string_view b) { return a.view() == b; }

 private:
  static_assert(Capacity < 0x10000);
  // Small, side by side, in front and aligned: many of these are set up at once, and so it is one store for each.
  std::uint16_t size_ = 0;
  std::uint16_t cut_ = 0;
  char chars_[Capacity];
};

}  // namespace upcall
