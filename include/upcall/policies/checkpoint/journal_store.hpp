// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace upcall {

// Where a device keeps a journal that is to outlive a reset: flash, EEPROM, FRAM, memory with a battery. It is two
// halves, from 0 and from size() / 2 on, each erased by itself. Erased bytes are 0xFF and are written once until they
// are erased again, `unit` bytes at a time (8 for most flash with error correction): places and lengths of what is
// written are multiples of it. Each call says whether it was done; power may fail in any.
template <class S>
concept journal_store = requires(S& store, std::uint32_t at, std::span<char> into, std::string_view text) {
  requires std::bool_constant<(S::unit > 0)>::value;
  { store.size() } -> std::convertible_to<std::uint32_t>;
  { store.read(at, into) } -> std::same_as<bool>;
  { store.write(at, text) } -> std::same_as<bool>;
  { store.erase(at, at) } -> std::same_as<bool>;  // a half: where it begins, and its size
};

}  // namespace upcall
