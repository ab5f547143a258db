// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/hex.hpp>

namespace upcall {

// "127.0.0.1": no number with a 0 in front, which some take for octal (RFC 3986 §3.2.2).
constexpr bool is_ipv4(std::string_view host) {
  int parts = 0;
  while (parts != 4) {
    std::size_t digits = 0;
    unsigned value = 0;
    while (digits != host.size() && digits != 4 && is_digit(host[digits]))
      value = value * 10 + unsigned(host[digits++] - '0');
    if (digits == 0 || digits == 4 || value > 255 || (digits != 1 && host[0] == '0')) return false;
    host.remove_prefix(digits);
    ++parts;
    if (parts != 4 && !host.starts_with('.')) return false;
    if (parts != 4) host.remove_prefix(1);
  }
  return host.empty();
}

// "2001:db8::1", "::ffff:127.0.0.1" and the like, without brackets (RFC 4291 §2.2). No zone goes with it.
constexpr bool is_ipv6(std::string_view text) {
  constexpr std::size_t all = 8;
  std::size_t groups = 0;
  bool shortened = text.starts_with("::"sv);
  if (shortened) text.remove_prefix(2);
  while (!text.empty() || !shortened) {
    std::size_t digits = 0;
    while (digits != text.size() && hex_value(text[digits]) >= 0) ++digits;
    if (digits != text.size() && text[digits] == '.') {
      if (!is_ipv4(text)) return false;
      groups += 2;
      break;
    }
    if (digits == 0 || digits > 4) return false;
    ++groups;
    text.remove_prefix(digits);
    if (text.empty()) break;
    if (text[0] != ':') return false;
    text.remove_prefix(1);
    if (!text.starts_with(':')) {
      if (text.empty()) return false;
      continue;
    }
    if (shortened) return false;
    shortened = true;
    text.remove_prefix(1);
  }
  return shortened ? groups < all : groups == all;  // what is left out is one group at least
}

// A host as what connects takes it: an IPv6 address without the brackets that it has in a URL.
constexpr std::string_view without_brackets(std::string_view host) {
  if (!host.starts_with('[')) return host;
  host.remove_prefix(1);
  host.remove_suffix(host.ends_with(']') ? 1 : 0);
  return host;
}

}  // namespace upcall
