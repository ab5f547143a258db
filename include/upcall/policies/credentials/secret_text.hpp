// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>

namespace upcall {

// A text kept inside the object and overwritten when it ends, so that no copy of it is left in memory. It is a sink;
// cut() when it did not fit. What getenv() gives for a variable that is not set is an empty one.
template <std::size_t Capacity>
class secret_text : public inline_string<Capacity> {
 public:
  constexpr secret_text() = default;
  template <std::convertible_to<std::string_view> Text>
    requires(!std::is_base_of_v<secret_text, Text>)
  constexpr secret_text(const Text& text) : inline_string<Capacity>(view_of(text)) {}
  constexpr secret_text(const secret_text& other) = default;
  constexpr secret_text& operator=(const secret_text& other) = default;
  constexpr ~secret_text() {
    if (!std::is_constant_evaluated()) wipe(this, sizeof *this);
  }

 private:
  template <class Text>
  static constexpr std::string_view view_of(const Text& text) {
    if constexpr (std::is_pointer_v<Text>) {
      return text == nullptr ? std::string_view{} : std::string_view{text};
    } else {
      return text;
    }
  }
};

}  // namespace upcall
