// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// Two pages of flash, in memory: a write only clears bits, and one that would have to set some fails, as on a chip that
// looks at what it wrote. They are erased when the board is delivered.
class flash_pages {
 public:
  static constexpr std::uint32_t unit = 8;

  constexpr flash_pages() {
    for (char& each : bytes_) each = erased;
  }

  static constexpr std::uint32_t size() { return 2 * page; }
  bool read(std::uint32_t at, std::span<char> into) const {
    for (char& each : into) each = bytes_[at++];
    return true;
  }
  bool write(std::uint32_t at, std::string_view text) {
    bool done = at % unit == 0 && text.size() % unit == 0;
    for (char c : text) {
      bytes_[at] = static_cast<char>(bytes_[at] & c);
      done = done && bytes_[at] == c;
      ++at;
    }
    return done;
  }
  bool erase(std::uint32_t at, std::uint32_t count) {
    for (std::uint32_t i = 0; i != count; ++i) bytes_[at + i] = erased;
    return at % page == 0 && count == page;
  }

 private:
  static constexpr std::uint32_t page = 4096;
  static constexpr char erased = '\xff';

  char bytes_[2 * page];
};
