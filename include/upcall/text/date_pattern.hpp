// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/time.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/civil_time.hpp>

namespace upcall::detail {

// In a pattern, runs of these letters are fields: y year, o month, d day, h hour, i minute, s second, as decimal
// numbers; w weekday and b month as English names of three letters. Everything else stands for itself.
inline constexpr std::string_view weekday_names = "SunMonTueWedThuFriSat",
                                  month_names = "JanFebMarAprMayJunJulAugSepOctNovDec";

constexpr int* date_field(civil_time& civil, char letter) {
  switch (letter) {
    case 'y': return &civil.year;
    case 'b':
    case 'o': return &civil.month;
    case 'd': return &civil.day;
    case 'h': return &civil.hour;
    case 'i': return &civil.minute;
    case 's': return &civil.second;
    case 'w': return &civil.weekday;
    default: return nullptr;
  }
}

constexpr std::size_t run_length(std::string_view pattern) {
  std::size_t length = 1;
  while (length < pattern.size() && pattern[length] == pattern[0]) ++length;
  return length;
}

constexpr inline_string<32> date_text(timestamp when, std::string_view pattern) {
  civil_time civil = to_civil(when);
  inline_string<32> text;
  while (!pattern.empty()) {
    const char letter = pattern[0];
    const int* field = date_field(civil, letter);
    const std::size_t length = field != nullptr ? run_length(pattern) : 1;
    if (field == nullptr) {
      text.put(letter);
    } else if (letter == 'w') {
      text.append(part(weekday_names, static_cast<std::size_t>(*field) * 3, 3));
    } else if (letter == 'b') {
      text.append(part(month_names, static_cast<std::size_t>(*field - 1) * 3, 3));
    } else {
      int unit = 1;
      for (std::size_t i = 1; i != length; ++i) unit *= 10;
      for (; unit != 0; unit /= 10) text.put(static_cast<char>('0' + *field / unit % 10));
    }
    pattern.remove_prefix(length);
  }
  return text;
}

constexpr int name_index(std::string_view names, std::string_view name) {
  for (std::size_t i = 0; i != names.size() / 3; ++i) {
    if (part(names, i * 3, 3) == name) return static_cast<int>(i);
  }
  return -1;
}

// Reads what date_text() writes; a moment that the calendar does not have, and a wrong weekday, are refused.
constexpr std::optional<timestamp> read_date(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return {};
  civil_time civil{};
  bool weekday_given = false;
  while (!pattern.empty()) {
    const char letter = pattern[0];
    int* field = date_field(civil, letter);
    const std::size_t length = field != nullptr ? run_length(pattern) : 1;
    if (field == nullptr) {
      if (text[0] != letter) return {};
    } else if (letter == 'w') {
      *field = name_index(weekday_names, part(text, 0, 3));
      weekday_given = true;
    } else if (letter == 'b') {
      *field = name_index(month_names, part(text, 0, 3)) + 1;
    } else {
      *field = 0;
      for (std::size_t i = 0; i != length; ++i) {
        if (!is_digit(text[i])) return {};
        *field = *field * 10 + (text[i] - '0');
      }
    }
    pattern.remove_prefix(length);
    text.remove_prefix(length);
  }
  const timestamp when = to_timestamp(civil);
  civil_time back = to_civil(when);
  if (!weekday_given) back.weekday = civil.weekday;
  if (back != civil) return {};
  return when;
}

}  // namespace upcall::detail
