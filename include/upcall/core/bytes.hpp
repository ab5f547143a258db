// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace upcall {

// The part of a text from `from` on, at most `count` long; clamped, never throws (string_view::substr may).
constexpr std::string_view part(std::string_view text, std::size_t from, std::size_t count = std::string_view::npos) {
  const std::size_t begin = from < text.size() ? from : text.size(), left = text.size() - begin;
  return {text.data() + begin, count < left ? count : left};
}

// Whether two texts are the same, in a time that depends on their lengths alone.
constexpr bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i != a.size(); ++i) difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

// Overwrites a secret in a way the compiler may not leave out.
inline void wipe(void* secret, std::size_t size) {
  auto* byte = static_cast<volatile unsigned char*>(secret);
  for (std::size_t i = 0; i != size; ++i) byte[i] = 0;
}

}  // namespace upcall
