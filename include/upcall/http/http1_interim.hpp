// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
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
    const std::span<char> room = std::span<char>{room_}.first(most < sizeof room_ ? most : sizeof room_);
    for (;;) {
      while (const std::size_t head = interim_head(kept())) {
        passed_ += head;
        size_ -= head;
        for (std::size_t i = 0; i != size_; ++i) room_[i] = room_[i + head];
        if (size_ == 0 && passed_ <= longest) return true;
      }
      if (size_ == room.size() || passed_ > longest || !begins_interim(kept())) return false;
      const transferred got = from.read(room.subspan(size_));
      if (got.size == 0) return false;
      size_ += got.size;
    }
  }
  constexpr std::string_view kept() const { return {room_, size_}; }

 private:
  static constexpr std::size_t longest = 64 * 1024;

  // Whether more may make an interim answer of it.
  static constexpr bool begins_interim(std::string_view text) {
    constexpr std::string_view any = "HTTP/1.";
    if (text.size() <= any.size()) return any.starts_with(text);
    return text.starts_with(any) && (text.size() < 10 || text[9] == '1');
  }
  // How long the head of an interim answer is that the text begins with; 0: it begins with none, or not yet.
  static constexpr std::size_t interim_head(std::string_view text) {
    bool first = true;
    for (std::size_t begin = 0;;) {
      const std::size_t size = part(text, begin).find("\r\n"sv);
      if (size == text.npos) return 0;
      const std::string_view line = part(text, begin, size);
      begin += size + 2;
      if (line.empty()) return first ? 0 : begin;
      const int status = first ? http1::read_status(line) : 0;
      if (first ? status < 100 || status >= 200 || status == 101 : http1::find_colon(line) == 0) return 0;
      first = false;
    }
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
