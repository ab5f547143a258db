// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace given {

// What a device's program ends with when its power fails.
struct power_failed {};

// Flash in memory: two halves of pages, whose units are written once. Its power fails, as an exception, after so many
// units and pages; the one that is under way is then untouched, or garbled.
template <std::uint32_t Unit = 8>
struct flash {
  static constexpr std::uint32_t unit = Unit, pages = 4;

  std::string bytes;
  long left = -1;  // units written and pages erased until the power fails; below 0: never
  bool garbles = false;
  std::size_t units_written = 0, pages_erased = 0;
  std::size_t misused = 0;  // calls that real flash would not do
  bool can_read = true, can_write = true, can_erase = true;

  explicit flash(std::uint32_t size) : bytes(size, '\xff') {}

  std::uint32_t size() const { return static_cast<std::uint32_t>(bytes.size()); }
  bool read(std::uint32_t at, std::span<char> into) {
    if (at > size() || into.size() > size() - at) ++misused;
    bytes.copy(into.data(), into.size(), at);
    return can_read;
  }
  bool write(std::uint32_t at, std::string_view text) {
    if (at % unit != 0 || text.size() % unit != 0 || at > size() || text.size() > size() - at) ++misused;
    if (at < size() / 2 && at + text.size() > size() / 2) ++misused;
    for (; can_write && !text.empty(); text.remove_prefix(unit), at += unit) {
      const std::string_view piece = text.substr(0, unit);
      if (bytes.compare(at, unit, std::string(unit, '\xff')) != 0) ++misused;
      if (fails()) {
        for (std::size_t i = 0; garbles && i != unit; ++i)
          bytes[at + i] = static_cast<char>(piece[i] | (0x5a << i % 3));
        throw power_failed{};
      }
      bytes.replace(at, unit, piece);
      ++units_written;
    }
    return can_write;
  }
  bool erase(std::uint32_t at, std::uint32_t count) {
    if ((at != 0 && at != size() / 2) || count != size() / 2) ++misused;
    for (std::uint32_t page = 0; can_erase && page != pages; ++page) {
      const std::size_t here = count / pages;
      char* first = bytes.data() + at + page * here;
      if (fails()) {
        for (std::size_t i = 0; garbles && i != here; ++i) first[i] = static_cast<char>(first[i] | (0x24 << i % 3));
        throw power_failed{};
      }
      for (std::size_t i = 0; i != (page + 1 == pages ? count - page * here : here); ++i) first[i] = '\xff';
      ++pages_erased;
    }
    return can_erase;
  }

 private:
  bool fails() { return left >= 0 && left-- == 0; }
};

}  // namespace given
