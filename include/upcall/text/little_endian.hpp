// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// A number as so many bytes, its lowest in front.
template <sink S>
constexpr void write_little_endian(S& to, std::uint64_t number, int bytes) {
  for (; bytes != 0; --bytes, number >>= 8) to.put(static_cast<char>(number & 0xff));
}
// From the front of a text, whose rest stays.
constexpr std::uint64_t take_little_endian(std::string_view& from, std::size_t bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i != bytes && i != from.size(); ++i)
    number |= std::uint64_t{static_cast<unsigned char>(from[i])} << 8 * i;
  from = part(from, bytes);
  return number;
}

}  // namespace upcall
