// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/check_names.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/decimal.hpp>

// The lines of an HTTP/1.1 answer (RFC 9112), each without its CR LF. What is not exactly as it should be is refused:
// two readers that make different things of the same bytes are how answers get mixed up.
namespace upcall::http1 {

// The status of "HTTP/1.1 200 OK"; 0 when it is no status line. §4
constexpr int read_status(std::string_view line) {
  if (!line.starts_with("HTTP/1."sv) || line.size() < 12 || (line[7] != '0' && line[7] != '1') || line[8] != ' ')
    return 0;
  if (line.size() > 12 && line[12] != ' ') return 0;
  const auto status = read_decimal(part(line, 9, 3));
  return status && *status >= 100 && *status < 600 && is_header_value(line) ? static_cast<int>(*status) : 0;
}

// The place of the colon in "Name: value"; 0 when it is no header line: a folded one, a blank before the colon. §5
constexpr std::size_t find_colon(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != line.npos && is_token(part(line, 0, colon)) && is_header_value(line) ? colon : 0;
}

// The size that a chunk's first line tells, its extensions left out; at most 2^60 - 1. §7.1
constexpr std::optional<std::uint64_t> read_chunk_size(std::string_view line) {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (; digits != line.size(); ++digits) {
    const int digit = word_index(" 0 1 2 3 4 5 6 7 8 9 a b c d e f "sv, part(line, digits, 1));
    if (digit < 0) break;
    size = size << 4 | static_cast<unsigned>(digit);
  }
  const std::string_view rest = part(line, digits);
  if (digits == 0 || digits > 15 || (!rest.empty() && rest[0] != ';') || !is_header_value(rest)) return {};
  return size;
}

// How an answer's body ends, and whether the connection goes on, as its headers say. §6
struct framing {
  bool chunked = false;
  bool closes = false;
  std::optional<std::uint64_t> length = {};

  // Whether this header is one of those.
  static constexpr bool is_about(std::string_view name) { return is_word_of(names, name); }

  // False: there are two answers to where the body ends, or none that is known here.
  constexpr bool take(std::string_view name, std::string_view value) {
    switch (word_index(names, name)) {
      case 0:
        if (length || chunked) return false;
        length = read_decimal(value);
        return length.has_value();
      case 1:
        if (length || chunked) return false;
        chunked = true;
        return equal_ignoring_case(value, "chunked"sv);
      case 2: closes = closes || has_close(value);
    }
    return true;
  }

 private:
  static constexpr std::string_view names = " content-length transfer-encoding connection ";

  static constexpr bool has_close(std::string_view list) {
    for (std::size_t begin = 0, end = 0; end <= list.size(); ++end) {
      if (end != list.size() && list[end] != ',') continue;
      if (equal_ignoring_case(trim({list.data() + begin, end - begin}), "close"sv)) return true;
      begin = end + 1;
    }
    return false;
  }
};

}  // namespace upcall::http1
