// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/time.hpp>
#include <upcall/text/dates.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall {

// What a Retry-After header asks for (RFC 9110 §10.2.3), in seconds or as a date, which counts from `sent`. Nothing
// where it is neither; no more than 30 years, so that sums of it stay small.
constexpr std::optional<milliseconds> read_retry_after(std::string_view value, timestamp sent) {
  constexpr std::int64_t most = 1'000'000'000;
  std::int64_t seconds = 0;
  if (const auto number = read_decimal(value)) {
    seconds = *number < static_cast<std::uint64_t>(most) ? static_cast<std::int64_t>(*number) : most;
  } else if (const auto date = read_http_date(value)) {
    seconds = date->seconds - sent.seconds;
  } else {
    return {};
  }
  if (seconds < 0) seconds = 0;
  return milliseconds{(seconds < most ? seconds : most) * 1000};
}

}  // namespace upcall
