// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/text/hex.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// Escapes what is put in for the inside of a JSON string: no more than RFC 8259 §7 demands.
template <sink S>
class json_text_writer {
 public:
  constexpr explicit json_text_writer(S& to) : to_(to) {}

  constexpr void put(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && c != '"' && c != '\\') return to_.put(c);
    to_.put('\\');
    switch (c) {
      case '\b': return to_.put('b');
      case '\f': return to_.put('f');
      case '\n': return to_.put('n');
      case '\r': return to_.put('r');
      case '\t': return to_.put('t');
      case '"':
      case '\\': return to_.put(c);
      default: break;
    }
    write(to_, "u00");
    to_.put(hex_digit(byte >> 4));
    to_.put(hex_digit(byte & 15u));
  }

 private:
  S& to_;
};

// A JSON string, quotes included.
template <sink S>
constexpr void write_json_string(S& to, std::string_view text) {
  json_text_writer<S> writer{to};
  to.put('"');
  write(writer, text);
  to.put('"');
}

}  // namespace upcall
