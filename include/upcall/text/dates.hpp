// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/time.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/civil_time.hpp>
#include <upcall/text/date_pattern.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

namespace detail {

inline constexpr std::string_view basic_pattern = "yyyyooddThhiissZ", iso_pattern = "yyyy-oo-ddThh:ii:ss.000Z",
                                  http_pattern = "www, dd bbb yyyy hh:ii:ss GMT";

}  // namespace detail

// A moment as V4 signatures write it: 20250410T100057Z. Apart from the patterns, since a device needs only this one.
class basic_date {
 public:
  constexpr basic_date(timestamp when) {
    const civil_time civil = to_civil(when);
    char* to = put(chars_, civil.year, 1000);
    to = put(put(to, civil.month, 10), civil.day, 10);
    *to++ = 'T';
    to = put(put(put(to, civil.hour, 10), civil.minute, 10), civil.second, 10);
    *to = 'Z';
  }
  constexpr std::string_view view() const { return {chars_, sizeof chars_}; }
  constexpr std::string_view day() const { return {chars_, 8}; }

 private:
  static constexpr char* put(char* to, int value, int unit) {
    for (; unit != 0; unit /= 10) *to++ = static_cast<char>('0' + value / unit % 10);
    return to;
  }

  char chars_[16];
};

// 20250410
template <sink S>
constexpr void write_day(S& to, timestamp when) {
  write(to, basic_date{when}.day());
}

// 20250410T100057Z
template <sink S>
constexpr void write_basic(S& to, timestamp when) {
  write(to, basic_date{when}.view());
}

// Thu, 10 Apr 2025 10:00:57 GMT (RFC 9110 §5.6.7)
template <sink S>
constexpr void write_http_date(S& to, timestamp when) {
  write(to, detail::date_text(when, detail::http_pattern).view());
}

// 2025-04-10T10:00:57.000Z
template <sink S>
constexpr void write_iso(S& to, timestamp when) {
  write(to, detail::date_text(when, detail::iso_pattern).view());
}

constexpr std::optional<timestamp> read_basic(std::string_view text) {
  return detail::read_date(text, detail::basic_pattern);
}

constexpr std::optional<timestamp> read_http_date(std::string_view text) {
  return detail::read_date(text, detail::http_pattern);
}

// The fraction may have any number of digits, or be missing; it is left out of the result.
constexpr std::optional<timestamp> read_iso(std::string_view text) {
  constexpr std::size_t whole_seconds = 19;
  std::string_view fraction = part(text, whole_seconds);
  if (!fraction.ends_with('Z')) return {};
  fraction.remove_suffix(1);
  if (fraction == ".") return {};
  if (!fraction.empty() && fraction[0] != '.') return {};
  for (char c : part(fraction, 1)) {
    if (!is_digit(c)) return {};
  }
  return detail::read_date(part(text, 0, whole_seconds), part(detail::iso_pattern, 0, whole_seconds));
}

}  // namespace upcall
