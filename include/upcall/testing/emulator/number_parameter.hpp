// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::testing {

// A query parameter that is a whole number in these bounds, or not there. How the service answers to another one is not
// documented: it is refused here, so that nobody relies on it.
inline std::uint32_t number_parameter(const incoming& message, std::string_view name, std::uint32_t lowest,
                                      std::uint32_t highest, std::uint32_t without) {
  if (!message.has(name)) return without;
  const auto value = read_decimal(message.parameter(name));
  if (!value || *value < lowest || *value > highest) {
    throw invalid_argument("Argument " + std::string{name} + " must be an integer between " + std::to_string(lowest) +
                               " and " + std::to_string(highest) + '.',
                           std::string{name}, std::string{message.parameter(name)});
  }
  return static_cast<std::uint32_t>(*value);
}

}  // namespace upcall::testing
