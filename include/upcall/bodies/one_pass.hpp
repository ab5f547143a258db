// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>
#include <upcall/core/result.hpp>
#include <utility>

namespace upcall {

// Uploads what a function gives until it gives nothing more, in one put, without heap: `std::size_t
// read(std::span<char> piece)`, or a result<std::size_t> of it, fills the piece from its front and says how much it
// gave; 0 is the end. It is never asked for the same bytes twice, so once it has been asked nothing is tried again, and
// another put of it is refused. The pieces are as long as the transport's buffer, and all the memory that it takes is
// that.
template <class Read>
class one_pass {
  using given = std::invoke_result_t<Read&, std::span<char>>;
  static_assert(
      std::convertible_to<given, std::size_t> || std::same_as<given, result<std::size_t>>,
      "stream, one_pass: the function gives a std::size_t, how many bytes it has filled in, or a result<std::size_t>");

 public:
  constexpr explicit one_pass(Read reading) : read_(std::move(reading)) {}

  constexpr result<std::size_t> read(std::span<char> piece) {
    begun_ = true;
    return read_(piece);
  }
  constexpr bool rewind() const { return !begun_; }

 private:
  [[no_unique_address]] Read read_;
  bool begun_ = false;
};

}  // namespace upcall
