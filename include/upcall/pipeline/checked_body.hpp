// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/function_ref.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/body.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// Told how far an upload is, in bytes, after each piece, and that it is at 0 again before another attempt; returning
// false cancels it. Called from one thread at a time.
using progress_function = function_ref<bool(std::uint64_t done, std::uint64_t total)>;

// A body that sums what is read from it, and lets out no byte more or less than it said it had.
template <body B, class Crc64>
class checked_body {
 public:
  constexpr checked_body(B& from, progress_function progress) : from_(&from), size_(from.size()), progress_(progress) {}

  constexpr std::uint64_t size() const { return size_; }
  constexpr std::uint64_t crc64() const { return sum_.value(); }
  // Who wants to look on, too, puts itself before it.
  constexpr progress_function& progress() { return progress_; }

  constexpr result<std::size_t> read(std::span<char> piece) {
    const std::span<char> wanted = piece.first(left_of(piece.size()));
    if constexpr (contiguous_body<B>) {
      // Not by its read(), which may stand anywhere: a text can be uploaded twice.
      const std::string_view from = part(from_->view(), static_cast<std::size_t>(read_), wanted.size());
      for (std::size_t i = 0; i != from.size(); ++i) wanted[i] = from[i];
      result<std::size_t> got{from.size()};
      if (!wanted.empty()) take(from, wanted.size(), got);
      return got;
    } else {
      if (wanted.empty()) return std::size_t{0};
      asked_ = true;  // also when this fails: what the source has given up by then is gone
      result<std::size_t> got = from_->read(wanted);
      if (got) take({wanted.data(), *got}, wanted.size(), got);
      return got;
    }
  }

  // For a body that lies in memory: the next piece of at most `most` bytes, without a copy.
  constexpr result<std::string_view> next(std::size_t most) requires contiguous_body<B> {
    const std::size_t wanted = left_of(most);
    result<std::string_view> piece{part(from_->view(), static_cast<std::size_t>(read_), wanted)};
    if (wanted != 0) take(*piece, piece->size(), piece);
    return piece;
  }

  // Before another attempt, which the progress function may refuse.
  constexpr bool rewind() {
    if (progress_ && !progress_(0, size_)) return false;
    if (asked_ && !from_->rewind()) return false;
    asked_ = false;
    sum_ = Crc64{};
    read_ = 0;
    return true;
  }

 private:
  constexpr std::size_t left_of(std::size_t most) const {
    const std::uint64_t left = size_ - read_;
    return left < most ? static_cast<std::size_t>(left) : most;
  }

  // Sums a piece. What was got becomes a failure when the piece is wrong, or the caller wants no more.
  constexpr void take(std::string_view piece, std::size_t asked, auto& got) {
    if (piece.empty())
      return got.fail(fault::file_inconsistent, "the source ended before its size: was it cut while it was read?"sv);
    if (piece.size() > asked) return got.fail(fault::file_inconsistent, "the source gave more than it was asked for"sv);
    write(sum_, piece);
    read_ += piece.size();
    if (progress_ && !progress_(read_, size_)) got.fail(fault::cancelled, "cancelled by the progress function"sv);
  }

  B* from_;
  std::uint64_t size_, read_ = 0;
  bool asked_ = false;  // never for a body in memory: its place is kept here
  Crc64 sum_ = {};
  progress_function progress_;
};

}  // namespace upcall
