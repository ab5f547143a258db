// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace laws {

// Moves the chunks that have come whole (RFC 9112 §7.1, without extensions and trailers, which nobody here sends) to
// the body. True: that was the last; false: this is no chunk; nothing: more has to come.
inline std::optional<bool> take_chunks(std::string& come, std::string& body) {
  for (std::size_t begin = 0;;) {
    const auto leave = [&](std::optional<bool> out) {
      come.erase(0, begin);
      return out;
    };
    std::size_t at = begin, size = 0;
    for (; at != come.size() && come[at] != '\r'; ++at) {
      constexpr std::string_view hexadecimal = "0123456789abcdef";
      const auto value = hexadecimal.find(come[at]);
      if (value == hexadecimal.npos || at - begin == 8) return leave(false);
      size = size * 16 + value;
    }
    if (come.size() < at + 2) return leave({});
    if (at == begin || come.compare(at, 2, "\r\n") != 0) return leave(false);
    at += 2;
    if (come.size() < at + size + 2) return leave({});
    if (come.compare(at + size, 2, "\r\n") != 0) return leave(false);
    body.append(come, at, size);
    begin = at + size + 2;
    if (size == 0) return leave(true);
  }
}

}  // namespace laws
