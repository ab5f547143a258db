// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>

namespace upcall {

// One step of an operation: `Out operator()(auto& policies, In) const`; one whose Out is empty has said why in the
// exchange. The types let only the right order compile: what is not signed cannot be sent.
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
    const auto between = first(with, in);
    using out = decltype(second(with, between));
    if (!between) return out{};
    return second(with, between);
  }
};

// a | b: a, then b with what a gave; what failed is not gone on with.
template <stage First, stage Second>
constexpr auto operator|(First first, Second second) {
  return joined<First, Second>{first, second};
}

}  // namespace upcall
