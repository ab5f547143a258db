// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>
#include <upcall/core/inline_list.hpp>

namespace upcall {

// A name and its value: a header, a query parameter, a custom variable. Both refer to the caller's text.
struct field {
  std::string_view name, value;

  friend constexpr bool operator==(const field&, const field&) = default;
};

// What a caller lists: up to eight fields kept inside, or any number that the caller keeps (a span).
class field_list {
 public:
  static constexpr std::size_t kept = 8;

  constexpr field_list() {}  // by hand: with = default its bytes would be cleared first
  constexpr field_list(std::initializer_list<field> items) : items_(items) {}
  template <class Fields>  // a span, an array, a vector …
    requires std::is_convertible_v<const Fields&, std::span<const field>>
  constexpr field_list(const Fields& theirs) : theirs_(theirs) {}

  constexpr const field* begin() const { return theirs_.empty() ? items_.begin() : theirs_.data(); }
  constexpr const field* end() const { return begin() + size(); }
  constexpr std::size_t size() const { return theirs_.empty() ? items_.size() : theirs_.size(); }
  constexpr bool empty() const { return size() == 0; }
  // More than eight were listed between braces: give a span instead.
  constexpr bool overflow() const { return items_.overflow(); }

 private:
  inline_list<field, kept> items_{};
  std::span<const field> theirs_{};
};

}  // namespace upcall
