// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <span>
#include <string_view>
#include <type_traits>

namespace upcall {

namespace detail {

// How much of a text there is, and whether some did not fit. Small, side by side and aligned: many of these are set up
// at once, and so it is one store for each.
struct alignas(std::uint32_t) text_state {
  std::uint16_t size = 0;
  std::uint16_t cut = 0;
};

// One function for all capacities.
[[gnu::noinline]] constexpr void append_text(text_state& state, char* room, std::size_t capacity, const char* text,
                                             std::size_t size) {
  for (; size != 0; --size) {
    if (state.size == capacity) {
      state.cut = 1;
      return;
    }
    room[state.size++] = *text++;
  }
}

}  // namespace detail

// Text kept inside the object, at most Capacity bytes. It is a sink; what does not fit is left out and remembered.
template <std::size_t Capacity>
class inline_string {
 public:
  // At run time the bytes are left as they are: only those that were written are ever read.
  constexpr inline_string() {
    if (std::is_constant_evaluated()) {
      for (char& c : chars_) c = '\0';
    }
  }
  constexpr inline_string(std::string_view text) : inline_string() { append(text); }

  constexpr void put(char c) {
    if (state_.size == Capacity) {
      state_.cut = 1;
    } else {
      chars_[state_.size++] = c;
    }
  }
  constexpr void append(std::string_view text) { append(text.data(), text.size()); }
  constexpr void append(const char* text, std::size_t size) {
    detail::append_text(state_, chars_, Capacity, text, size);
  }
  constexpr void assign(std::string_view text) {
    clear();
    append(text);
  }
  constexpr void clear() {
    state_.size = 0;
    state_.cut = 0;
  }

  // Drops blanks, tabs and line breaks at both ends.
  constexpr void trim() {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (state_.size != 0 && blank(chars_[state_.size - 1])) --state_.size;
    std::size_t first = 0;
    while (first != state_.size && blank(chars_[first])) ++first;
    if (first == 0) return;
    for (std::size_t i = first; i != state_.size; ++i) chars_[i - first] = chars_[i];
    state_.size = static_cast<std::uint16_t>(state_.size - first);
  }

  // To be changed where it lies.
  constexpr std::span<char> written() { return {chars_, state_.size}; }
  constexpr std::string_view view() const { return {chars_, state_.size}; }
  constexpr operator std::string_view() const { return view(); }
  constexpr std::size_t size() const { return state_.size; }
  constexpr bool empty() const { return state_.size == 0; }
  constexpr bool cut() const { return state_.cut != 0; }
  static constexpr std::size_t capacity() { return Capacity; }

  friend constexpr bool operator==(const inline_string& a, std::string_view b) { return a.view() == b; }

 private:
  static_assert(Capacity < 0x10000);
  detail::text_state state_ = {};
  char chars_[Capacity];
};

}  // namespace upcall
