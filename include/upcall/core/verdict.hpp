// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/result.hpp>

namespace upcall {

// Whether something is right; where it is not, a sentence of static storage that says what to do. It is to
// result<nothing> what a pointer is to a page: for checks whose only failure is fault::client.
class [[nodiscard]] verdict {
 public:
  constexpr verdict(nothing) {}
  constexpr verdict(std::string_view wrong) : wrong_(wrong) {}

  constexpr bool has_value() const { return wrong_.empty(); }
  constexpr explicit operator bool() const { return has_value(); }
  constexpr std::string_view wrong() const { return wrong_; }
  constexpr failure error() const { return {fault::client, wrong_}; }

 private:
  std::string_view wrong_ = {};
};

// A small value that was found right, or the sentence.
template <class T>
class [[nodiscard]] judged : public verdict {
 public:
  constexpr judged(const T& value) : verdict(nothing{}), value_(value) {}
  constexpr judged(verdict why) : verdict(why) {}

  constexpr const T& operator*() const { return value_; }
  constexpr const T* operator->() const { return &value_; }

 private:
  T value_ = {};
};

}  // namespace upcall
