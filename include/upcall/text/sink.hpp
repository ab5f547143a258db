// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>

namespace upcall {

// Where text goes: a buffer, a hash, an escape, a socket. One that takes pieces better than single bytes has append()
// too. (Ours often take pieces apart into two arguments: g++ for ARM passes a string_view by way of memory, which costs
// a device a tenth of its flash.)
template <class S>
concept sink = requires(S& to, char c) {
  to.put(c);
};

template <sink S>
constexpr void write(S& to, std::string_view text) {
  if constexpr (requires { to.append(text); }) {
    to.append(text);
  } else {
    for (char c : text) to.put(c);
  }
}

// Counts what is written.
struct length_counter {
  std::size_t length = 0;
  constexpr void put(char) { ++length; }
  constexpr void append(std::string_view text) { length += text.size(); }
};

// Writes into memory of the caller's; what does not fit is left out and remembered.
class span_writer {
 public:
  constexpr explicit span_writer(std::span<char> to) : to_(to) {}

  constexpr void put(char c) {
    if (size_ == to_.size()) {
      overflow_ = true;
    } else {
      to_[size_++] = c;
    }
  }
  constexpr void append(std::string_view text) { append(text.data(), text.size()); }
  constexpr void append(const char* text, std::size_t size) {
    for (std::size_t i = 0; i != size; ++i) put(text[i]);
  }
  constexpr void clear() {
    size_ = 0;
    overflow_ = false;
  }

  constexpr std::string_view view() const { return {to_.data(), size_}; }
  constexpr std::span<char> written() { return to_.first(size_); }
  constexpr std::size_t size() const { return size_; }
  constexpr std::size_t room() const { return to_.size(); }
  constexpr bool overflow() const { return overflow_; }

 private:
  std::span<char> to_;
  std::size_t size_ = 0;
  bool overflow_ = false;
};

}  // namespace upcall
