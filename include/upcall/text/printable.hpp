// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/text/hex.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// Writes texts of anybody's so that they are one piece of one line on any terminal: what is not printable ASCII is
// \xNN, a backslash is two. Of more than `room` characters the first, and three dots.
template <sink S>
class printable_writer {
 public:
  constexpr explicit printable_writer(S& to, std::size_t room = std::string_view::npos) : to_(to), room_(room) {}

  constexpr void put(char c) {
    if (room_ == 0) return end();
    --room_;
    const auto byte = static_cast<unsigned char>(c);
    const bool printable = byte >= 0x20 && byte <= 0x7e;
    if (c == '\\' || !printable) to_.put('\\');
    if (printable) return to_.put(c);
    to_.put('x');
    to_.put(hex_digit(byte >> 4));
    to_.put(hex_digit(byte & 15u));
  }

 private:
  constexpr void end() {
    if (!over_) write(to_, "...");
    over_ = true;
  }

  S& to_;
  std::size_t room_;
  bool over_ = false;
};

template <sink S>
constexpr void write_printable(S& to, std::string_view text, std::size_t room = std::string_view::npos) {
  printable_writer<S> writer{to, room};
  write(writer, text);
}

}  // namespace upcall
