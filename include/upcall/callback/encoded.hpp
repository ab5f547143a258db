// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <upcall/callback/check.hpp>
#include <upcall/callback/write.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// A callback ready to be sent: both texts are Base64 of JSON; `variables` is empty when there are none.
struct encoded_callback {
  std::string_view parameter = {}, variables = {};
};

namespace detail {

struct as_parameter {
  static constexpr void write(auto& to, const callback& c) { write_callback_json(to, c); }
};
struct as_variables {
  static constexpr void write(auto& to, const callback& c) {
    if (!c.variables.empty()) write_variables_json(to, c);
  }
};

template <class Form, sink S>
constexpr void write_encoded(S& to, const callback& c) {
  base64_writer<S> base64{to};
  Form::write(base64, c);
  base64.finish();
}

// A text that the compiler has written, in read-only memory.
template <class Form, const callback& C>
struct compiled_text {
  static constexpr std::size_t size = [] {
    length_counter json;
    Form::write(json, C);
    return base64_size(json.length);
  }();
  static constexpr std::array<char, size> chars = [] {
    std::array<char, size> out{};
    span_writer to{out};
    write_encoded<Form>(to, C);
    return out;
  }();
  static constexpr std::string_view text{chars.data(), size};
};

template <const callback& C>
consteval encoded_callback encode_when_right() {
  constexpr callback_problem problem = check(C);
#define UPCALL_ASSERT(name, sentence) static_assert(problem != callback_problem::name, sentence);
  UPCALL_CALLBACK_PROBLEMS(UPCALL_ASSERT)
#undef UPCALL_ASSERT
  if constexpr (problem == callback_problem::none) {
    return {compiled_text<as_parameter, C>::text, compiled_text<as_variables, C>::text};
  } else {
    return {};
  }
}

}  // namespace detail

// Checked and encoded by the compiler: `inline constexpr upcall::callback on_upload{…};`, then `encoded<on_upload>`.
template <const callback& C>
inline constexpr encoded_callback encoded = detail::encode_when_right<C>();

}  // namespace upcall

#undef UPCALL_CALLBACK_PROBLEMS
