// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/http/body.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/http/http1_interim.hpp>
#include <upcall/http/signed_request.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/hex.hpp>

namespace upcall {

// Writes one HTTP/1.1 request into a byte stream. A sink: short texts are gathered in a buffer, long ones go out from
// where they lie. Once the far end has its answer to say, or cannot be written to, nothing more goes out; interim
// answers are passed over.
template <byte_stream Stream>
class http1_writer {
  static constexpr bool can_tell = requires(Stream & stream) { stream.ended(); };

 public:
  constexpr http1_writer(Stream& to, std::span<char> room) : to_(to), room_(room) {}

  [[gnu::noinline]] constexpr void put(char c) {
    if (held_ == room_.size()) flush();
    room_[held_++] = c;
  }
  constexpr void append(std::string_view text) { append(text.data(), text.size()); }
  constexpr void append(const char* text, std::size_t size) {
    if (size <= room_.size() - held_) {
      for (std::size_t i = 0; i != size; ++i) room_[held_++] = text[i];
    } else {
      flush();
      send({text, size});
    }
  }
  constexpr void flush() {
    send({room_.data(), held_});
    held_ = 0;
  }

  constexpr void write_head(const signed_request& request) {
    write_fields(request);
    if (request.has_body()) {
      append("Content-Length: "sv);
      write_decimal(*this, request.content_length());
      append("\r\n"sv);
    }
    append("\r\n"sv);
  }
  // Of a request whose body comes in chunks.
  constexpr void write_chunked_head(const signed_request& request) {
    write_fields(request);
    append("Transfer-Encoding: chunked\r\n\r\n"sv);
  }

  // All of a body, as long as the far end takes it. Its own failure is the result's.
  template <body B>
  constexpr result<nothing> write_body(B& from, std::uint64_t size) {
    while (size != 0 && is_ready_for<B>()) {
      auto piece = next_piece(from);
      if (!piece) return piece.error();
      if (piece->empty() || piece->size() > size)
        return {fault::file_inconsistent, "the source gave another number of bytes than it has"sv};
      size -= piece->size();
      if (piece->data() == room_.data() + held_) {
        held_ += piece->size();
        flush();
      } else {
        append(*piece);
      }
    }
    flush();
    return nothing{};
  }

  // A body of unknown size, each piece a chunk (RFC 9112 §7.1). What fails gets no last chunk, so it is never whole.
  template <unsized_body B>
  constexpr result<nothing> write_chunks(B& from) {
    constexpr std::size_t before = 2 * sizeof(std::size_t) + 2, after = 2;  // a size in hexadecimal, line ends
    for (;;) {
      flush();
      if (stopped_) return nothing{};
      const auto got = from.read(room_.subspan(before, room_.size() - before - after));
      if (!got) return got.error();
      if (*got == 0) break;
      std::size_t begin = before, end = before + *got;
      for (char c : {'\n', '\r'}) room_[--begin] = c;
      for (std::size_t left = *got; left != 0; left /= 16) room_[--begin] = hex_digit(left % 16);
      for (char c : {'\r', '\n'}) room_[end++] = c;
      send({room_.data() + begin, end - begin});
    }
    append("0\r\n\r\n"sv);
    flush();
    return nothing{};
  }

  // Whether all that was written went out.
  constexpr bool is_whole() const { return !stopped_; }
  // Why not, where the far end cannot be written to.
  constexpr std::string_view wrong() const { return wrong_; }
  // What the far end has said of its answer, where that came before all went out.
  constexpr std::string_view said() const { return said_.kept(); }

 private:
  constexpr bool asks_proxy() const {
    if constexpr (proxied_stream<Stream>) {
      return to_.asks_proxy();
    } else {
      return false;
    }
  }
  constexpr void write_proxy_authorization() {
    const std::string_view value = to_.proxy_authorization();
    if (!to_.asks_proxy() || value.empty()) return;
    append("Proxy-Authorization: "sv);
    append(value);
    append("\r\n"sv);
  }

  static constexpr std::size_t most_at_once = std::size_t{1} << 20;  // progress is told after each

  // A source is not asked for what will not go out: it may not give it twice.
  template <body B>
  constexpr bool is_ready_for() {
    if constexpr (!lending_body<B>) {
      if (held_ > room_.size() / 2) flush();
    }
    return !stopped_;
  }
  template <body B>
  constexpr result<std::string_view> next_piece(B& from) {
    if constexpr (lending_body<B>) {
      return from.next(most_at_once);
    } else {
      const std::span<char> free = room_.subspan(held_);
      const auto got = from.read(free);
      if (!got) return got.error();
      return std::string_view{free.data(), *got};
    }
  }

  constexpr void write_fields(const signed_request& request) {
    append(request.method());
    put(' ');
    if (asks_proxy()) {
      append("http://"sv);
      write_host(*this, request.message());
    }
    write_target(*this, request.message());
    append(" HTTP/1.1\r\nHost: "sv);
    write_host(*this, request.message());
    append("\r\nAccept-Encoding: identity\r\n"sv);
    if constexpr (proxied_stream<Stream>) write_proxy_authorization();
    for (const auto& [name, value] : request.headers()) {
      append(name);
      append(": "sv);
      append(trim(value));
      append("\r\n"sv);
    }
  }

  constexpr void send(std::string_view text) {
    if (stopped_ || text.empty()) return;
    do {
      const transferred sent = to_.write(text);
      stopped_ = sent.size != text.size();
      wrong_ = sent.wrong;
      text.remove_prefix(sent.size);
    } while (stopped_ && wrong_.empty() && said_.passes_over(to_, room_.size()));
  }

  Stream& to_;
  std::span<char> room_;
  std::size_t held_ = 0;
  std::string_view wrong_ = {};
  bool stopped_ = false;
  [[no_unique_address]] std::conditional_t<can_tell, http1_interim, no_http1_interim> said_;
};

}  // namespace upcall
