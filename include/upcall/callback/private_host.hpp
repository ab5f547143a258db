// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/hex.hpp>

namespace upcall {

namespace detail {

constexpr std::optional<std::uint64_t> read_digits(std::string_view text, unsigned base) {
  std::uint64_t out = 0;
  for (char c : text) {
    const int digit = hex_value(c);
    if (digit < 0 || static_cast<unsigned>(digit) >= base) return {};
    out = out * base + static_cast<unsigned>(digit);
    if (out > 0xffff'ffff) return {};
  }
  return text.empty() ? std::nullopt : std::optional{out};
}

// One number of an address: decimal, octal with a 0 in front, hexadecimal with 0x.
constexpr std::optional<std::uint64_t> read_address_number(std::string_view text) {
  unsigned base = 10;
  if (text.size() > 1 && text[0] == '0') {
    base = to_lower(text[1]) == 'x' ? 16 : 8;
    text.remove_prefix(base == 16 ? 2 : 1);
  }
  return read_digits(text, base);
}

// An IPv4 address in any of the forms that inet_aton(3) takes: up to four numbers, the last of which fills what is
// left.
constexpr std::optional<std::uint32_t> read_any_ipv4(std::string_view host) {
  std::uint32_t out = 0;
  for (unsigned left = 32;; left -= 8) {
    const std::size_t dot = host.find('.');
    const auto number = read_address_number(part(host, 0, dot));
    if (!number) return {};
    if (dot == host.npos)
      return *number >> left == 0 ? std::optional{out | static_cast<std::uint32_t>(*number)} : std::nullopt;
    if (*number > 255 || left == 8) return {};
    out |= static_cast<std::uint32_t>(*number) << (left - 8);
    host = part(host, dot + 1);
  }
}

constexpr bool is_private_ipv4(std::string_view host) {
  const auto address = read_any_ipv4(host);
  if (!address) return false;
  struct network {
    std::uint32_t address;
    unsigned bits;
  };
  constexpr network networks[] = {{0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},
                                  {0xa9fe0000, 16}, {0xac100000, 12}, {0xc0a80000, 16}};
  for (const network& each : networks) {
    if ((*address ^ each.address) >> (32 - each.bits) == 0) return true;
  }
  return false;
}

// ::, ::1, fc00::/7, fe80::/10, and an IPv4 address that is written in the last place.
constexpr bool is_private_ipv6(std::string_view host) {
  const std::size_t last = host.rfind(':') + 1;
  if (host.find('.') != host.npos) return is_private_ipv4(part(host, last));
  const auto first = read_digits(part(host, 0, host.find(':')), 16);
  if (first && ((*first & 0xfe00) == 0xfc00 || (*first & 0xffc0) == 0xfe80)) return true;
  for (char c : part(host, 0, last)) {
    if (c != '0' && c != ':') return false;
  }
  const auto end = read_digits(part(host, last), 16);
  return last == host.size() || (end && *end <= 1);
}

}  // namespace detail

// Whether a host is this machine's own or of a network that nobody else reaches, by what is written alone: localhost
// (RFC 6761 §6.3), and the IPv4 addresses of RFC 1918, RFC 6598 (100.64/10), loopback, link-local and "this network"
// (RFC 6890), in each form that is taken for an address; of IPv6 those of RFC 4193 and RFC 4291, in brackets or
// without. No name is looked up.
constexpr bool is_private_host(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  constexpr std::string_view own = ".localhost";
  if (equal_ignoring_case(host, part(own, 1))) return true;
  if (host.size() > own.size() && equal_ignoring_case(part(host, host.size() - own.size()), own)) return true;
  if (host.starts_with('[') && host.ends_with(']')) host = part(host, 1, host.size() - 2);
  return host.find(':') != host.npos ? detail::is_private_ipv6(host) : detail::is_private_ipv4(host);
}

}  // namespace upcall
