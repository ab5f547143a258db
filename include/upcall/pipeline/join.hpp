// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>
#include <upcall/core/result.hpp>

namespace upcall {

// One step of an operation: `result<Out> operator()(auto& policies, In) const`. The types let only the right order compile:
// what is not signed cannot be sent.
struct stage_base {};

template <class S>
concept stage = std::is_base_of_v<stage_base, S>;

template <stage First, stage Second>
struct joined : stage_base {
  [[no_unique_address]] First first;
  [[no_unique_address]] Second second;

  constexpr joined(First a, Second b) : first(a), second(b) {}

  template <class Policies, class In>
  constexpr auto operator()(Policies& with, In in) const {
    auto between = first(with, in);
    using out = decltype(second(with, *between));
    if (!between) return out{between.error()};
    return second(with, *between);
  }
};

// a | b: a, then b with what a gave; what failed is not gone on with.
template <stage First, stage Second>
constexpr auto operator|(First first, Second second) {
  return joined<First, Second>{first, second};
}

}  // namespace upcall
