// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/core/result.hpp>
#include <utility>

namespace upcall {

// Uploads `size` bytes that a function can give from any place on, again and again: of a block device, a log in flash,
// a generator. `std::size_t read(std::uint64_t at, std::span<char> piece)`, or a result<std::size_t> of it, fills the
// piece from its front and says how much it gave; 0 before the end is a failure of the source. It is the body that a
// device uploads in parts; on a hosted client whose executor has several lanes it is called by several threads.
template <class Read>
class addressed {
  template <class Given>
  static constexpr bool counts = std::convertible_to<Given, std::size_t> || std::same_as<Given, result<std::size_t>>;
  static constexpr bool reads = requires(Read & read, std::span<char> piece) {
    requires counts<decltype(read(std::uint64_t{}, piece))>;
  };
  static_assert(reads,
                "addressed: the function takes (std::uint64_t at, std::span<char> piece) and gives how many bytes of "
                "the piece it has filled, as a std::size_t or a result<std::size_t>");

 public:
  constexpr addressed(std::uint64_t size, Read reading) : size_(size), read_(std::move(reading)) {}

  constexpr std::uint64_t size() const { return size_; }
  constexpr result<std::size_t> read(std::span<char> piece) { return read_on(at_, size_, piece); }
  constexpr bool rewind() {
    at_ = 0;
    return true;
  }

  class part_body {
   public:
    constexpr std::uint64_t size() const { return end_ - begin_; }
    constexpr result<std::size_t> read(std::span<char> piece) { return from_->read_on(at_, end_, piece); }
    constexpr bool rewind() {
      at_ = begin_;
      return true;
    }

   private:
    friend addressed;
    constexpr part_body(addressed& from, std::uint64_t begin, std::uint64_t end)
        : from_(&from), begin_(begin), at_(begin), end_(end) {}

    addressed* from_;
    std::uint64_t begin_, at_, end_;
  };
  constexpr part_body slice(std::uint64_t at, std::uint64_t size) { return {*this, at, at + size}; }

 private:
  constexpr result<std::size_t> read_on(std::uint64_t& at, std::uint64_t end, std::span<char> piece) {
    if (end - at < piece.size()) piece = piece.first(static_cast<std::size_t>(end - at));
    if (piece.empty()) return std::size_t{0};
    if constexpr (reads) {
      auto given = read_(at, piece);
      if constexpr (std::same_as<decltype(given), result<std::size_t>>) {
        if (!given) return given;
        return count(at, *given, piece.size());
      } else {
        return count(at, static_cast<std::size_t>(given), piece.size());
      }
    } else {
      return failure{};
    }
  }
  static constexpr result<std::size_t> count(std::uint64_t& at, std::size_t given, std::size_t asked) {
    if (given > asked) return failure{fault::file_inconsistent, "the source gave more than it was asked for"sv};
    at += given;
    return given;
  }

  std::uint64_t size_, at_ = 0;
  [[no_unique_address]] Read read_;
};

}  // namespace upcall
