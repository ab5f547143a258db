// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <upcall/bodies/one_pass.hpp>
#include <upcall/bodies/text.hpp>
#include <upcall/core/result.hpp>
#include <utility>
#include <vector>

namespace upcall {

// Uploads what a function gives until it gives nothing more: `std::size_t read(std::span<char> piece)`, or a
// result<std::size_t> of it. It is never asked for the same bytes twice, and by one thread at a time. A put sends it
// piece by piece through the transport's buffer, the 64 KB of http1_transport or three times 256 KB of cpp-httplib, and
// cannot repeat it; resumable_upload keeps parts of it in memory while they are sent. A stream is for one call:
// another is refused once it was read from.
template <class Read>
class stream {
 public:
  explicit stream(Read reading) : source_(std::move(reading)) {}

  // As one body.
  result<std::size_t> read(std::span<char> piece) { return source_.read(piece); }
  // Whether the first byte is still to come.
  bool rewind() const { return source_.rewind(); }

  // One part of it, numbered from 1.
  struct part {
    std::uint32_t number = 0;
    std::size_t size = 0;
    std::unique_ptr<char[]> bytes = {};

    text view() const { return std::string_view{bytes.get(), size}; }
  };

  // The next part, of this size but for the last one; none at the end.
  result<std::optional<part>> next(std::size_t size) {
    const std::lock_guard lock{mutex_};
    part out{0, 0, spare(size)};
    while (!ended_ && out.size != size) {
      const result<std::size_t> got = source_.read({out.bytes.get() + out.size, size - out.size});
      if (!got) {
        ended_ = true;
        return got.error();
      }
      if (*got > size - out.size)
        return failure{fault::file_inconsistent, "the source gave more than it was asked for"};
      ended_ = *got == 0;
      out.size += *got;
    }
    if (out.size == 0) return std::optional<part>{};
    out.number = ++parts_;
    return std::optional<part>{std::move(out)};
  }
  // Whether its end was seen.
  bool ended() {
    const std::lock_guard lock{mutex_};
    return ended_;
  }
  // So that its memory is used again; all parts are of one size.
  void give_back(part used) {
    const std::lock_guard lock{mutex_};
    spare_.push_back(std::move(used.bytes));
  }

 private:
  std::unique_ptr<char[]> spare(std::size_t size) {
    if (spare_.empty()) return std::unique_ptr<char[]>{new char[size]};
    std::unique_ptr<char[]> out = std::move(spare_.back());
    spare_.pop_back();
    return out;
  }

  one_pass<Read> source_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<char[]>> spare_;
  std::uint32_t parts_ = 0;
  bool ended_ = false;
};

}  // namespace upcall
