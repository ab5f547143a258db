// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/callback/callback.hpp>
#include <upcall/callback/problem.hpp>
#include <upcall/callback/url.hpp>
#include <upcall/callback/variables.hpp>
#include <upcall/callback/write.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/json_syntax.hpp>
#include <upcall/text/sink.hpp>
#include <upcall/text/utf8.hpp>

namespace upcall {

// The most that the service takes, of Base64: 5 KB each for the parameter and for the variables (error codes
// 0007-00000001 and 0007-00000101 of its documentation).
inline constexpr std::size_t max_callback_size = 5 * 1024;

namespace detail {

constexpr callback_problem check_callback_text(std::string_view text) {
  for (char c : text) {
    if (c == '\r' || c == '\n' || c == '\0') return callback_problem::control_character;
  }
  return is_utf8(text) ? callback_problem::none : callback_problem::not_utf8;
}

constexpr callback_problem check_callback_urls(const callback& c) {
  using enum callback_problem;
  if (c.url.overflow()) return too_many_urls;
  if (c.url.empty()) return no_url;
  for (std::string_view url : c.url) {
    if (const auto wrong = check_callback_url(url); wrong != none) return wrong;
  }
  if (c.query.overflow()) return too_many_query_fields;
  for (const auto& [name, value] : c.query) {
    if (check_callback_text(name) == control_character) return control_character;
    if (check_callback_text(value) == control_character) return control_character;
  }
  return c.host.empty() || host_and_port{c.host}.valid() ? none : bad_host;
}

constexpr callback_problem check_variable_name(std::string_view name) {
  using enum callback_problem;
  for (char c : name) {
    if (c != to_lower(c)) return upper_case_in_name;
  }
  if (!name.starts_with("x:") || name.size() == 2) return bad_name;
  for (char c : part(name, 2)) {
    if (c == '~' || !is_unreserved(c)) return bad_name;
  }
  return none;
}

// Which of the variables has a name; their number when none has.
constexpr std::size_t variable_index(const callback& c, std::string_view name) {
  std::size_t i = 0;
  while (i != c.variables.size() && c.variables[i].name != name) ++i;
  return i;
}

// Each ${…} of the body must have a value, and each of the variables be in the body.
constexpr callback_problem check_callback_template(const callback& c) {
  using enum callback_problem;
  template_reader body{c.body};
  std::uint32_t used = 0;
  for (auto token = body.next(); token != template_token::end; token = body.next()) {
    if (token == template_token::not_closed) return variable_not_closed;
    if (token == template_token::brace_not_adjacent) return callback_problem::brace_not_adjacent;
    if (token != template_token::variable || is_system_variable(body.text())) continue;
    if (!equal_ignoring_case(part(body.text(), 0, 2), "x:")) return unknown_variable;
    if (const auto wrong = check_variable_name(body.text()); wrong == upper_case_in_name) return wrong;
    const std::size_t which = variable_index(c, body.text());
    if (which == c.variables.size()) return variable_without_value;
    used |= std::uint32_t{1} << which;
  }
  return used + std::uint64_t{1} == std::uint64_t{1} << c.variables.size() ? none : unused_variable;
}

constexpr callback_problem check_callback_body(const callback& c) {
  using enum callback_problem;
  if (c.body.empty()) return empty_body;
  if (const auto wrong = check_callback_text(c.body); wrong != none) return wrong;
  if (c.body_type != form_body_type && c.body_type != json_body_type) return other_body_type;
  if (const auto wrong = check_callback_template(c); wrong != none) return wrong;
  return c.body_type == form_body_type || is_json_template(c.body) ? none : body_is_not_json;
}

// Before anything is looked at closely: the compiler gives up on very long texts.
constexpr bool is_far_too_long(const callback& c) {
  std::size_t size = c.body.size() + c.host.size();
  for (std::string_view url : c.url) size += url.size();
  for (const auto& [name, value] : c.query) size += name.size() + value.size();
  return size > max_callback_size;
}

template <class Write>
constexpr bool fits_callback_size(Write write_json) {
  length_counter json;
  write_json(json);
  return base64_size(json.length) <= max_callback_size;
}

}  // namespace detail

// The custom variables alone, for a body that is stored at the service.
constexpr callback_problem check_variables(const callback& c) {
  using enum callback_problem;
  if (c.variables.overflow()) return too_many_variables;
  if (!detail::fits_callback_size([&](auto& to) { write_variables_json(to, c); })) return too_long;
  for (std::size_t i = 0; i != c.variables.size(); ++i) {
    const auto& [name, value] = c.variables[i];
    if (const auto wrong = detail::check_variable_name(name); wrong != none) return wrong;
    if (const auto wrong = detail::check_callback_text(value); wrong != none) return wrong;
    if (detail::variable_index(c, name) != i) return repeated_name;
  }
  return none;
}

// What the service would refuse, and what would silently come out otherwise than it was meant; the first mistake found.
constexpr callback_problem check(const callback& c) {
  using enum callback_problem;
  if (detail::is_far_too_long(c)) return too_long;
  if (const auto wrong = detail::check_callback_urls(c); wrong != none) return wrong;
  if (!detail::fits_callback_size([&](auto& to) { write_callback_json(to, c); })) return too_long;
  if (const auto wrong = check_variables(c); wrong != none) return wrong;
  return detail::check_callback_body(c);
}

}  // namespace upcall
