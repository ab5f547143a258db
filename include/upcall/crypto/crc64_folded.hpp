// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/crc64_folding.hpp>

namespace upcall {

// CRC-64/XZ by carry-less multiplication where the processor has it, which is asked when the program runs; elsewhere,
// for short pieces, and at compile time by the tables. Not wider than so many bits at a time: 512, 256, 128, or 0.
template <class Tables, unsigned Widest = 512>
class basic_folded_crc64 {
 public:
  constexpr basic_folded_crc64() = default;
  // Goes on where one with this value() stopped.
  constexpr explicit basic_folded_crc64(std::uint64_t value) : rest_(value) {}

  constexpr void put(char c) { rest_.put(c); }
  constexpr void append(std::string_view text) {
    namespace folding = detail::crc64_folding;
    if (!std::is_constant_evaluated() && text.size() >= folding::worthwhile) {
      if (const unsigned width = folding::widest() < Widest ? folding::widest() : Widest; width != 0) {
        rest_ = Tables{folding::fold<Tables>(rest_.value(), text, width)};
        text.remove_prefix(text.size() / folding::block * folding::block);
      }
    }
    rest_.append(text);
  }
  constexpr std::uint64_t value() const { return rest_.value(); }

 private:
  Tables rest_ = {};
};

// A template, so that the tables are made only where it is used.
using folded_crc64 = basic_folded_crc64<crc64>;

}  // namespace upcall
