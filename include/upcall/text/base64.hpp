// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/text/sink.hpp>

namespace upcall {

// What is put in comes out of the sink behind it as Base64 (RFC 4648, standard alphabet, padded); finish() ends it.
template <sink S>
class base64_writer {
 public:
  constexpr explicit base64_writer(S& to) : to_(to) {}

  constexpr void put(char c) {
    bits_ = bits_ << 8 | static_cast<unsigned char>(c);
    if (++held_ == 3) flush(4);
  }
  constexpr void finish() {
    if (held_ == 0) return;
    const unsigned missing = 3 - held_;
    bits_ <<= 8 * missing;
    flush(4 - missing);
    for (unsigned i = 0; i != missing; ++i) to_.put('=');
  }

 private:
  constexpr void flush(unsigned digits) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (unsigned i = 0; i != digits; ++i) to_.put(alphabet[bits_ >> (18 - 6 * i) & 63]);
    bits_ = 0;
    held_ = 0;
  }

  S& to_;
  unsigned bits_ = 0;
  unsigned held_ = 0;
};

template <sink S>
constexpr void write_base64(S& to, std::string_view bytes) {
  base64_writer<S> writer{to};
  write(writer, bytes);
  writer.finish();
}

// How long the Base64 of so many bytes is.
constexpr std::size_t base64_size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

namespace detail {

constexpr int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace detail

// Writes the bytes that the text stands for. False for anything that no strict encoder makes: other characters, white
// space, missing padding, data after it, unused bits that are not zero. What came before the fault is written then.
template <sink S>
constexpr bool read_base64(std::string_view text, S& to) {
  std::size_t padding = 0;
  while (padding != 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  unsigned bits = 0;
  unsigned held = 0;  // how many of the lowest bits are not written yet
  for (char c : text) {
    const int value = detail::base64_value(c);
    if (value < 0) return false;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xfff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    to.put(static_cast<char>(bits >> held & 0xff));
  }
  // Two digits of a last quad leave four bits and want two paddings, three leave two bits and want one.
  return held == 2 * padding && (bits & ((1u << held) - 1)) == 0;
}

}  // namespace upcall
