// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <upcall/core/literals.hpp>
#include <upcall/pipeline/checked_body.hpp>

namespace upcall {

// The same as a checked_body for what has no size: sums and counts what is read from it, and lets out no more than the
// service would take. Progress has a total of 0 until the end is known, and is told of that too: the last moment to
// cancel.
template <unsized_body B, class Crc64>
class checked_unsized_body {
 public:
  constexpr checked_unsized_body(B& from, progress_function progress, std::uint64_t most)
      : from_(&from), most_(most), progress_(progress) {}

  // So far; of all of it once ended() says so.
  constexpr std::uint64_t object_size() const { return read_; }
  constexpr std::uint64_t crc64() const { return sum_.value(); }
  constexpr bool ended() const { return ended_; }
  constexpr progress_function& progress() { return progress_; }

  constexpr result<std::size_t> read(std::span<char> piece) {
    asked_ = true;
    result<std::size_t> got = from_->read(piece);
    if (got) take(piece, got);
    return got;
  }
  constexpr bool rewind() {
    if (asked_ && !from_->rewind()) return false;
    if (progress_ && !progress_(0, 0)) return false;
    asked_ = ended_ = false;
    sum_ = Crc64{};
    read_ = 0;
    return true;
  }

 private:
  constexpr void take(std::span<char> piece, result<std::size_t>& got) {
    const std::size_t size = *got;
    if (size > piece.size()) return got.fail(fault::file_inconsistent, "the source gave more than it was asked for"sv);
    if (size > most_ - read_)
      return got.fail(fault::client, "put_object: over 5 GB, so nothing is stored; use resumable_upload"sv);
    write(sum_, std::string_view{piece.data(), size});
    read_ += size;
    ended_ = size == 0;
    if (progress_ && !progress_(read_, ended_ ? read_ : 0))
      got.fail(fault::cancelled, "cancelled by the progress function"sv);
  }

  B* from_;
  std::uint64_t most_, read_ = 0;
  bool asked_ = false, ended_ = false;
  Crc64 sum_ = {};
  progress_function progress_;
};

}  // namespace upcall
