// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/inline_string.hpp>

// What a function writes into the sink that it is given; to compare, also in constant expressions.
template <std::size_t Capacity = 256, class Function>
constexpr upcall::inline_string<Capacity> written(Function&& function) {
  upcall::inline_string<Capacity> text;
  function(text);
  return text;
}
