// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/callback/variables.hpp>
#include <upcall/core/result.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/json.hpp>
#include <upcall/text/percent.hpp>
#include <variant>

namespace upcall::testing {

// What a variable stands for: nothing (no image has no width), a number, a text.
using callback_value = std::variant<std::nullptr_t, std::uint64_t, std::string>;

// A callback body's type decides how the values are written.
enum class callback_format : unsigned char {
  form,  // percent-encoded; how the service writes a blank is not known: here %20
  json,  // texts with quotes, numbers bare, nothing as null
};

inline void write_callback_value(string_writer& to, const callback_value& value, callback_format format) {
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return write_decimal(to, *number);
  const auto* text = std::get_if<std::string>(&value);
  if (format == callback_format::form) return write_percent(to, text ? *text : "");
  if (!text) return to.append("null");
  write_json_string(to, *text);
}

inline failure substitution_failure(std::string_view why) {
  failure out{fault::server, why, 400};
  out.code.append("InvalidArgument");
  out.ec.append("0007-00000105");
  return out;
}

// A callback's body with its ${...} replaced, as the service does it. The failure is the service's own.
inline result<std::string> substitute(std::string_view body_template, callback_format format,
                                      const std::function<std::optional<callback_value>(std::string_view)>& value_of) {
  string_writer out;
  template_reader reader{body_template};
  for (;;) {
    switch (reader.next()) {
      case template_token::end: return std::move(out.text);
      case template_token::text: out.append(reader.text()); break;
      case template_token::not_closed: return substitution_failure("Right brace is missing.");
      case template_token::brace_not_adjacent:
        return substitution_failure("Left brace must be adjacent to dollar sign.");
      case template_token::variable: {
        const auto value = value_of(reader.text());
        if (!value) return substitution_failure("There is no variable ${" + std::string{reader.text()} + "}.");
        write_callback_value(out, *value, format);
      }
    }
  }
}

}  // namespace upcall::testing
