// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/http/http1_lines.hpp>

namespace upcall {

// What the far end says while a request is sent to it. An interim answer is none (RFC 9110 §15.2), so the request goes
// on after it: whoever sends one waits for the rest. What is anything else is kept for who reads the answer. Room: all
// of an interim answer has to fit, of at most 512 bytes, and 64 KB of them may come.
class http1_interim {
 public:
  // Reads what has come. True: it was interim answers and nothing more.
  template <byte_stream Stream>
  constexpr bool passes_over(Stream& from, std::size_t most) {
    if (most > sizeof room_) most = sizeof room_;
    for (;;) {
      const std::size_t head = interim_head(kept());
      if (head == std::string_view::npos || (passed_ += head) > longest) return false;
      if (head != 0) {
        size_ -= head;
        for (std::size_t i = 0; i != size_; ++i) room_[i] = room_[i + head];
        if (size_ == 0) return true;
        continue;
      }
      if (size_ == most) return false;
      const transferred got = from.read({room_ + size_, most - size_});
      if (got.size == 0) return false;
      size_ += got.size;
    }
  }
  constexpr std::string_view kept() const { return {room_, size_}; }

 private:
  static constexpr std::size_t longest = 64 * 1024;

  // How long the head of an interim answer is that the text begins with; 0: it has not come to its end, npos: it is
  // none. §15.2.2 is no answer to what is sent here.
  static constexpr std::size_t interim_head(std::string_view text) {
    constexpr std::string_view any = "HTTP/1.1 1", upgrade = "HTTP/1.1 101";
    if (text.starts_with(upgrade)) return text.npos;
    std::size_t line = 0;
    for (std::size_t i = 0; i != text.size(); ++i) {
      if (i < any.size() && text[i] != any[i]) return text.npos;
      if (text[i] != '\n') continue;
      if (i == 0 || text[i - 1] != '\r') return text.npos;
      if (i - line == 1) return i + 1;
      if (line != 0 && http1::find_colon(part(text, line, i - 1 - line)) == 0) return text.npos;
      line = i + 1;
    }
    return 0;
  }

  char room_[512];
  std::size_t size_ = 0, passed_ = 0;
};

// Of a stream that cannot tell whether there is something to read: what it says while it is written to is its answer.
class no_http1_interim {
 public:
  static constexpr bool passes_over(auto&, std::size_t) { return false; }
  static constexpr std::string_view kept() { return {}; }
};

}  // namespace upcall
