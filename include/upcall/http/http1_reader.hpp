// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/http/http1_lines.hpp>
#include <upcall/http/response.hpp>

namespace upcall {

// Reads one HTTP/1.1 answer from a byte stream, through a buffer that its longest line must fit into. Interim answers
// are passed over. Its head has at most 64 KB, interim answers included, and so has a trailer; a body that nobody takes
// (see response::delivers) at most 16 MB.
template <byte_stream Stream>
class http1_reader {
 public:
  // `said`: what was read of it already, which the room holds.
  constexpr http1_reader(Stream& from, std::span<char> room, std::string_view said = {})
      : from_(from), room_(room), end_(said.size()), came_(!said.empty()) {
    for (std::size_t i = 0; i != end_; ++i) room_[i] = said[i];
  }

  // What is wrong with the answer, as a sentence; empty when it came whole.
  constexpr std::string_view read(response& answer, bool to_head) {
    if (read_heads(answer)) {
      if (to_head || answer.status == 204 || answer.status == 304) {
        is_whole_ = true;
      } else if (ends_.chunked) {
        is_whole_ = pour_chunks(answer);
      } else {
        is_whole_ = pour(answer, ends_.length.value_or(until_the_end));
      }
    }
    return is_whole_ ? std::string_view{} : wrong_;
  }
  // Whether nothing is left of it, so that another answer can come.
  constexpr bool goes_on() const { return is_whole_ && !ends_.closes && begin_ == end_; }

 private:
  static constexpr std::size_t longest_head = 64 * 1024;
  static constexpr std::uint64_t most_kept = std::uint64_t{16} << 20, until_the_end = ~std::uint64_t{0};
  static constexpr std::string_view malformed = "the answer is no HTTP/1.1",
                                    incomplete = "the answer ended before it was whole";

  constexpr bool fail(std::string_view why) { return fail(why.data(), why.size()); }
  [[gnu::noinline]] constexpr bool fail(const char* why, std::size_t size) {
    wrong_ = {why, size};
    return false;
  }

  // The head of the answer, and of those before it.
  constexpr bool read_heads(response& answer) {
    do {
      if (!next_line()) return false;
      const int status = http1::read_status(line_);
      if (status == 0 || status == 101) return fail(malformed);
      ends_.closes = line_[7] == '0';
      if (status >= 200) answer.status = status;
      if (!read_fields(answer.status != 0 ? &answer : nullptr)) return false;
    } while (answer.status == 0);
    const bool framed = ends_.chunked || ends_.length;
    if (answer.status == 204 ? ends_.chunked || ends_.length.value_or(0) != 0 : !framed && answer.status != 304)
      ends_.closes = true;
    return true;
  }
  // Header lines up to the empty one. Of an interim answer, and in a trailer, they are only looked at.
  constexpr bool read_fields(response* answer) {
    for (;;) {
      const bool skips = answer == nullptr || answer->may_skip_headers();
      if (!next_line(skips)) return false;
      if (line_.empty()) return true;
      const std::size_t colon = http1::find_colon(line_);
      const std::string_view name = part(line_, 0, colon);
      if (colon == 0 || (skipped_ && http1::framing::is_about(name))) return fail(malformed);
      if (answer == nullptr || skipped_) continue;
      const std::string_view value = trim(part(line_, colon + 1));
      if (!ends_.take(name, value)) return fail(malformed);
      answer->header(name, value);
    }
  }

  constexpr bool pour_chunks(response& answer) {
    for (;;) {
      if (!next_line()) return false;
      const auto size = http1::read_chunk_size(line_);
      if (!size) return fail(malformed);
      if (*size == 0) return read_fields(nullptr);
      if (!pour(answer, *size) || !next_line()) return false;
      if (!line_.empty()) return fail(malformed);
      head_ = 0;  // chunks may be many
    }
  }
  // Hands over so many bytes of the body.
  constexpr bool pour(response& answer, std::uint64_t size) {
    while (size != 0) {
      if (begin_ == end_ && !fill()) return size == until_the_end && !ends_.length && ended_;
      const std::string_view piece = part({room_.data() + begin_, end_ - begin_}, 0, clamped(size));
      begin_ += piece.size();
      if (size != until_the_end) size -= piece.size();
      if (!answer.append(piece)) return fail("the answer was wanted no more"sv);
      if (!answer.delivers() && answer.body_size > most_kept) return fail("the answer does not end"sv);
    }
    return true;
  }
  static constexpr std::size_t clamped(std::uint64_t size) {
    return size < std::string_view::npos ? static_cast<std::size_t>(size) : std::string_view::npos;
  }

  // The next line is then line_; of one that does not fit, where that may be skipped, as much as does.
  constexpr bool next_line(bool may_skip = false) {
    skipped_ = false;
    for (std::size_t looked = 0;;) {
      const std::string_view held{room_.data() + begin_, end_ - begin_};
      const std::size_t end = part(held, looked).find('\n');
      if (end != held.npos) return take_line(looked + end);
      looked = held.size();
      if (looked == room_.size()) {
        if (!may_skip) return fail("the answer has a line longer than the transport's Room; give it a larger one"sv);
        return skip_line();
      }
      if (!fill()) return false;
    }
  }
  constexpr bool take_line(std::size_t length) {
    line_ = {room_.data() + begin_, length};
    begin_ += length + 1;
    head_ += length + 1;
    if (!line_.ends_with('\r') || head_ > longest_head) return fail(malformed);
    line_.remove_suffix(1);
    return true;
  }
  // Its beginning, which has the name, stays in the front half of the buffer.
  constexpr bool skip_line() {
    skipped_ = true;
    const std::size_t front = room_.size() / 2;
    line_ = {room_.data(), front};
    head_ += front;
    char before = '\0';
    for (;;) {
      for (begin_ = front; begin_ != end_;) {
        const char c = room_[begin_++];
        if (++head_ > longest_head || (c == '\n') != (before == '\r')) return fail(malformed);
        if (c == '\n') return true;
        if (is_control(c) && !is_blank(c)) return fail(malformed);
        before = c;
      }
      if (!fill_behind(front)) return false;
    }
  }

  constexpr bool fill() {
    for (std::size_t i = begin_; begin_ != 0 && i != end_; ++i) room_[i - begin_] = room_[i];
    end_ -= begin_;
    begin_ = 0;
    return fill_behind(end_);
  }
  constexpr bool fill_behind(std::size_t at) {
    const transferred got = from_.read(room_.subspan(at));
    end_ = at + got.size;
    ended_ = got.size == 0 && got.wrong.empty();
    if (got.size != 0) {
      came_ = true;
      return true;
    }
    return fail(!ended_ ? got.wrong : came_ ? incomplete : "no answer came"sv);
  }

  Stream& from_;
  std::span<char> room_;
  std::size_t begin_ = 0, end_;  // of what was read and not yet taken
  std::size_t head_ = 0;
  std::string_view line_ = {}, wrong_ = {};
  http1::framing ends_ = {};
  bool came_, skipped_ = false, ended_ = false, is_whole_ = false;
};

}  // namespace upcall
