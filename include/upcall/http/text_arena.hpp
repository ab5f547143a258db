// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>

namespace upcall {

// Room for the texts of one request. Write, then take() what was written since the last take: the view stays good until
// the room is released. A text that does not fit sets overflow() for the whole request.
class text_arena {
 public:
  constexpr explicit text_arena(std::span<char> room) : room_(room) {}

  constexpr void put(char c) {
    if (end_ == room_.size()) {
      overflow_ = true;
    } else {
      room_[end_++] = c;
    }
  }
  constexpr void append(std::string_view text) { append(text.data(), text.size()); }
  [[gnu::noinline]] constexpr void append(const char* text, std::size_t size) {
    for (std::size_t i = 0; i != size; ++i) put(text[i]);
  }
  constexpr std::string_view take() {
    std::string_view taken{room_.data() + begin_, end_ - begin_};
    begin_ = end_;
    return taken;
  }

  constexpr std::size_t mark() const { return begin_; }
  // Gives back everything that was taken since the mark.
  constexpr void release(std::size_t mark) { begin_ = end_ = mark; }
  constexpr bool overflow() const { return overflow_; }

 private:
  std::span<char> room_;
  std::size_t begin_ = 0, end_ = 0;
  bool overflow_ = false;
};

}  // namespace upcall
