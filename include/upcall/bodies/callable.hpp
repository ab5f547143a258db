// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <upcall/core/result.hpp>
#include <utility>

namespace upcall {

// A function that cannot start again: what it gave once is gone.
struct cannot_rewind {
  constexpr bool operator()() const { return false; }
};

// Uploads `size` bytes that a function produces: `std::size_t read(std::span<char> piece)` fills the piece from its
// front and says how much it gave; 0 before the end is a failure of the source. A second function `bool rewind()`
// starts it again, which a retry needs; without it nothing is ever sent twice. Both are called from the thread of the
// call.
template <class Read, class Rewind = cannot_rewind>
  requires requires(Read& read, Rewind& rewind, std::span<char> piece) {
    { read(piece) } -> std::convertible_to<std::size_t>;
    { rewind() } -> std::convertible_to<bool>;
  }
class callable {
 public:
  constexpr callable(std::uint64_t size, Read reading, Rewind rewinding = {})
      : size_(size), read_(std::move(reading)), rewind_(std::move(rewinding)) {}

  constexpr std::uint64_t size() const { return size_; }
  constexpr result<std::size_t> read(std::span<char> piece) { return static_cast<std::size_t>(read_(piece)); }
  constexpr bool rewind() { return rewind_(); }

 private:
  std::uint64_t size_;
  [[no_unique_address]] Read read_;
  [[no_unique_address]] Rewind rewind_;
};

}  // namespace upcall
