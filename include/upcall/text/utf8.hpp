// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/text/sink.hpp>

namespace upcall {

namespace detail {

// The length of the well-formed sequence a text starts with (RFC 3629 §4), or 0.
constexpr std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  // The second byte is where longer forms than needed, surrogates and what is above U+10FFFF show.
  const auto second = static_cast<unsigned char>(text[1]);
  const unsigned char least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned char most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (std::size_t i = 2; i != length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
  }
  return length;
}

}  // namespace detail

// Whether a text is UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
constexpr bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = detail::utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// Writes a code point that is none of the surrogates, up to U+10FFFF.
template <sink S>
constexpr void write_utf8(S& to, char32_t point) {
  const auto bits = static_cast<std::uint32_t>(point);
  if (bits < 0x80) return to.put(static_cast<char>(bits));
  const unsigned following = bits < 0x800 ? 1 : bits < 0x10000 ? 2 : 3;
  to.put(static_cast<char>((0xff00u >> (following + 1) & 0xffu) | bits >> (6 * following)));
  for (unsigned left = following; left != 0; --left)
    to.put(static_cast<char>(0x80 | (bits >> (6 * (left - 1)) & 0x3f)));
}

}  // namespace upcall
