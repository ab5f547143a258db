// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/http/socket.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/hex.hpp>

namespace upcall::testing {

// The head of a message: its first line and its headers.
struct http_head {
  std::string first_line = {};
  http_headers headers = {};
};

// Nothing when it is no head: a folded line, a header without a colon, a NUL.
inline std::optional<http_head> parse_head(std::string_view text) {
  http_head head;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = part(text, 0, end);
    text = end == text.npos ? std::string_view{} : part(text, end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find('\0') != line.npos) return {};
    if (first) {
      head.first_line = line;
      first = false;
      continue;
    }
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == line.npos || part(line, 0, colon).find_first_of(" \t") != line.npos) return {};
    head.headers.add(part(line, 0, colon), trim(part(line, colon + 1)));
  }
  if (first) return {};
  return head;
}

// Reads messages from a connection (a tcp_socket, or a tls_socket), with a buffer between.
template <class Stream>
class http_reader {
 public:
  static constexpr std::size_t longest_head = 256 * 1024;

  explicit http_reader(Stream& from, deadline until = never) : from_(&from), until_(until) {}

  // Nothing: the connection ended, or what came is no head (see malformed).
  std::optional<http_head> read_head() {
    std::string text;
    while (text.size() <= longest_head) {
      const auto c = next();
      if (!c) {
        malformed_ = false;
        return {};
      }
      if (text.empty() && (*c == '\r' || *c == '\n')) continue;  // RFC 9112 §2.2
      text.push_back(*c);
      if (!text.ends_with("\n\r\n") && !text.ends_with("\n\n")) continue;
      auto head = parse_head(text);
      malformed_ = !head;
      return head;
    }
    malformed_ = true;
    return {};
  }
  bool malformed() const { return malformed_; }

  // Bytes as they come: how many, 0 when the far end has finished, nothing on failure.
  std::optional<std::size_t> read_some(std::span<char> into) {
    if (begin_ == end_) {
      if (into.size() >= sizeof buffer_) return from_->read(into, until_);
      if (!fill()) return failed_ ? std::optional<std::size_t>{} : 0;
    }
    const std::size_t count = std::min(into.size(), end_ - begin_);
    std::copy_n(buffer_ + begin_, count, into.data());
    begin_ += count;
    return count;
  }

  std::optional<char> next() {
    if (begin_ == end_ && !fill()) return {};
    return buffer_[begin_++];
  }

 private:
  bool fill() {
    const auto got = from_->read(buffer_, until_);
    failed_ = !got;
    begin_ = 0;
    end_ = got.value_or(0);
    return end_ != 0;
  }

  Stream* from_;
  deadline until_;
  char buffer_[16 * 1024];
  std::size_t begin_ = 0, end_ = 0;
  bool failed_ = false, malformed_ = false;
};

// The body of a message: so many bytes, or chunks (RFC 9112 §7.1).
template <class Stream>
class http_body_reader {
 public:
  http_body_reader(http_reader<Stream>& from, std::uint64_t size) : from_(&from), left_(size) {}
  static http_body_reader chunks(http_reader<Stream>& from) {
    http_body_reader made{from, 0};
    made.chunked_ = true;
    return made;
  }

  std::optional<std::size_t> read(std::span<char> into) {
    if (left_ == 0 && chunked_ && !ended_ && !next_chunk()) broken_ = true;
    if (broken_) return {};
    if (left_ == 0) {
      ended_ = true;
      return 0;
    }
    const auto got =
        from_->read_some(into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left_))));
    if (!got || *got == 0) {
      broken_ = true;
      return {};
    }
    left_ -= *got;
    between_ = true;
    return got;
  }
  bool ended() const { return ended_ || (left_ == 0 && !chunked_); }

 private:
  std::optional<std::string> line() {
    std::string text;
    while (text.size() < 8192) {
      const auto c = from_->next();
      if (!c) return {};
      if (*c == '\n') {
        if (!text.ends_with('\r')) return {};  // who takes it for a line's end and who does not see other chunks
        text.pop_back();
        return text;
      }
      text.push_back(*c);
    }
    return {};
  }
  bool next_chunk() {
    if (between_ && line() != "") return false;
    const auto head = line();
    if (!head) return false;
    const std::string_view digits = trim(part(*head, 0, head->find(';')));
    if (digits.empty() || digits.size() > 15) return false;
    for (char c : digits) {
      if (hex_value(c) < 0) return false;
      left_ = left_ * 16 + static_cast<unsigned>(hex_value(c));
    }
    if (left_ != 0) return true;
    constexpr int most_trailers = 64;
    int trailers = 0;
    for (auto trailer = line(); trailer != ""; trailer = line()) {
      if (!trailer || ++trailers > most_trailers) return false;
    }
    ended_ = true;
    return true;
  }

  http_reader<Stream>* from_;
  std::uint64_t left_;
  bool chunked_ = false, between_ = false, ended_ = false, broken_ = false;
};

}  // namespace upcall::testing
