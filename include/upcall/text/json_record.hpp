// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/record.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/json.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

template <sink S>
constexpr void write_json(S& to, std::convertible_to<std::string_view> auto const& text) {
  write_json_string(to, text);
}

template <sink S>
constexpr void write_json(S& to, std::same_as<bool> auto value) {
  write(to, value ? "true" : "false");
}

template <sink S, std::integral Integer>
  requires(!std::same_as<Integer, bool>)
constexpr void write_json(S& to, Integer value) {
  if (value < 0) to.put('-');
  const auto bits = static_cast<std::uint64_t>(value);
  write_decimal(to, value < 0 ? 0 - bits : bits);
}

// Below; named here for optional ones, whatever namespace they and the sink are of.
template <sink S, record R>
constexpr void write_json(S& to, const R& value);

template <sink S, class T>
constexpr void write_json(S& to, const std::optional<T>& value) {
  if (value) {
    write_json(to, *value);
  } else {
    write(to, "null");
  }
}

// A struct as one compact object; its members are texts, booleans, integers, optional ones (null), or such structs.
template <sink S, record R>
constexpr void write_json(S& to, const R& value) {
  char separator = '{';
  for_each_member(value, [&](std::string_view name, const auto& member) {
    to.put(separator);
    separator = ',';
    write_json_string(to, name);
    to.put(':');
    write_json(to, member);
  });
  if (separator == '{') to.put('{');
  to.put('}');
}

}  // namespace upcall
