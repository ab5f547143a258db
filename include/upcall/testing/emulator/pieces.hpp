// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// Bytes that lie in several places, read as if they were one text: parts are joined without copying them.
class pieces {
 public:
  using one = std::shared_ptr<const std::string>;

  void append(one next) {
    if (next->empty()) return;
    size_ += next->size();
    list_.push_back({size_, std::move(next)});
  }
  std::uint64_t size() const { return size_; }

  // Fills the span from this place on; returns how much there was.
  std::size_t read(std::uint64_t at, std::span<char> into) const {
    auto next = std::upper_bound(list_.begin(), list_.end(), at,
                                 [](std::uint64_t place, const piece& each) { return place < each.end; });
    std::size_t done = 0;
    for (; next != list_.end() && done != into.size(); ++next) {
      const std::string& text = *next->text;
      const auto from = static_cast<std::size_t>(at + done - (next->end - text.size()));
      const std::string_view got = part(text, from, into.size() - done);
      std::memcpy(into.data() + done, got.data(), got.size());
      done += got.size();
    }
    return done;
  }

 private:
  struct piece {
    std::uint64_t end;  // the place behind its last byte
    one text;
  };

  std::vector<piece> list_;
  std::uint64_t size_ = 0;
};

}  // namespace upcall::testing
