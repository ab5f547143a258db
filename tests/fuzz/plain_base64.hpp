// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fuzzed {

// Base64 (RFC 4648 §4), as strict as ours and written in another way; nothing where a text is none.
inline std::optional<std::string> plain_base64(std::string_view text) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return {};
  const std::size_t digits = text.find_last_not_of('=') + 1;
  if (text.size() - digits > 2) return {};
  // In groups of four digits, three bytes; a digit that is missing is an A whose byte is then dropped again.
  std::string out;
  for (std::size_t i = 0; i != text.size(); i += 4) {
    unsigned long group = 0;
    for (const char c : text.substr(i, 4)) {
      const std::size_t value = alphabet.find(c == '=' ? 'A' : c);
      if (value == alphabet.npos) return {};
      group = group * 64 + value;
    }
    for (const unsigned long unit : {65536ul, 256ul, 1ul}) out += static_cast<char>(group / unit % 256);
  }
  if (text.substr(0, digits).find('=') != text.npos) return {};
  for (std::size_t missing = text.size() - digits; missing != 0; --missing) {
    if (out.back() != '\0') return {};
    out.pop_back();
  }
  return out;
}

}  // namespace fuzzed
