// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/failure.hpp>
#include <utility>
#include <variant>

namespace upcall {

// The value of an operation that has none to give.
struct nothing {
  friend constexpr bool operator==(nothing, nothing) = default;
};

// Of a result that is made before it is known what it will be.
struct pending {};

// A value, or why there is none. The names are those of std::expected; dereferencing without a value is undefined.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;
  using error_type = failure;

  constexpr result(T value) : held_(std::in_place_index<1>, std::move(value)) {}
  constexpr result(const failure& why) : held_(std::in_place_index<0>, why) {}

  // For large results, which begin as a failure and get their value in place.
  constexpr explicit result(pending) {}
  template <class... Parts>
  constexpr T& emplace(Parts&&... parts) {
    return held_.template emplace<1>(std::forward<Parts>(parts)...);
  }

  constexpr bool has_value() const { return held_.index() == 1; }
  constexpr explicit operator bool() const { return has_value(); }

  constexpr T& operator*() & { return *std::get_if<1>(&held_); }
  constexpr const T& operator*() const& { return *std::get_if<1>(&held_); }
  constexpr T&& operator*() && { return std::move(*std::get_if<1>(&held_)); }
  constexpr T* operator->() { return std::get_if<1>(&held_); }
  constexpr const T* operator->() const { return std::get_if<1>(&held_); }

  constexpr failure& error() { return *std::get_if<0>(&held_); }
  constexpr const failure& error() const { return *std::get_if<0>(&held_); }

  template <class Next>
  constexpr auto and_then(Next&& next) && -> decltype(std::forward<Next>(next)(std::declval<T&&>())) {
    if (!has_value()) return error();
    return std::forward<Next>(next)(std::move(**this));
  }

 private:
  std::variant<failure, T> held_ = {};
};

}  // namespace upcall
