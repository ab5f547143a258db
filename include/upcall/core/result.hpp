// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>  // and with it std::construct_at, without <memory>
#include <type_traits>
#include <upcall/core/failure.hpp>
#include <utility>

namespace upcall {

// The value of an operation that has none to give.
struct nothing {
  friend constexpr bool operator==(nothing, nothing) = default;
};

// Of a result that is made before it is known what it will be.
struct pending {};

namespace detail {

// A failure, or a value in its place. std::variant takes several times as long to compile, in dozens of results.
template <class T, bool Trivial = std::is_trivially_copyable_v<T>>
struct failure_or {
  bool is_value = false;
  union {
    failure why;
    T value;
  };

  constexpr failure_or() : why() {}
  constexpr explicit failure_or(const failure& because) : why(because) {}
  constexpr failure_or(fault what, std::string_view because) : why() { why.set(what, because); }
  constexpr explicit failure_or(const T& given) : is_value(true), value(given) {}
  constexpr void end() { is_value = false; }
};

// Of a value that has something to do when it is moved or ends.
template <class T>
struct failure_or<T, false> {
  bool is_value = false;
  union {
    failure why;
    T value;
  };

  constexpr failure_or() : why() {}
  constexpr explicit failure_or(const failure& because) : why(because) {}
  constexpr failure_or(fault what, std::string_view because) : why() { why.set(what, because); }
  constexpr explicit failure_or(T&& given) : is_value(true), value(std::move(given)) {}
  constexpr failure_or(failure_or&& other) : why() { take(std::move(other)); }
  constexpr failure_or& operator=(failure_or&& other) {
    if (this == &other) return *this;
    end();
    take(std::move(other));
    return *this;
  }
  constexpr ~failure_or() { end(); }

  constexpr void end() {
    if (is_value) std::destroy_at(&value);
    is_value = false;
  }
  constexpr void take(failure_or&& other) {
    if (other.is_value) {
      std::construct_at(&value, std::move(other.value));
      is_value = true;
    } else {
      std::construct_at(&why, other.why);
    }
  }
};

}  // namespace detail

// A value, or why there is none. The names are those of std::expected; dereferencing without a value is undefined.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;
  using error_type = failure;

  constexpr result(const T& value) requires std::is_trivially_copyable_v<T> : held_(value) {}
  constexpr result(T value) requires(!std::is_trivially_copyable_v<T>) : held_(std::move(value)) {}
  constexpr result(const failure& why) : held_(why) {}
  // The same without a copy of its hundreds of bytes.
  constexpr result(fault what, std::string_view why) : held_(what, why) {}

  // For large results, which begin as a failure and get their value in place.
  constexpr explicit result(pending) {}
  template <class... Parts>
  constexpr T& emplace(Parts&&... parts) {
    held_.end();
    std::construct_at(&held_.value, std::forward<Parts>(parts)...);
    held_.is_value = true;
    return held_.value;
  }
  // And back again: a failure in place of the value.
  constexpr void fail(const failure& why) {
    held_.end();
    std::construct_at(&held_.why, why);
  }
  constexpr void fail(fault what, std::string_view why) {
    held_.end();
    std::construct_at(&held_.why)->set(what, why);
  }

  constexpr bool has_value() const { return held_.is_value; }
  constexpr explicit operator bool() const { return has_value(); }

  constexpr T& operator*() & { return held_.value; }
  constexpr const T& operator*() const& { return held_.value; }
  constexpr T&& operator*() && { return std::move(held_.value); }
  constexpr T* operator->() { return &held_.value; }
  constexpr const T* operator->() const { return &held_.value; }

  constexpr failure& error() { return held_.why; }
  constexpr const failure& error() const { return held_.why; }

  template <class Next>
  constexpr auto and_then(Next&& next) && -> decltype(std::forward<Next>(next)(std::declval<T&&>())) {
    if (!has_value()) return error();
    return std::forward<Next>(next)(std::move(**this));
  }

 private:
  detail::failure_or<T> held_;
};

}  // namespace upcall
