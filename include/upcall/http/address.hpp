// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/address_problem.hpp>
#include <upcall/http/ip_address.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall {

// Where the bucket's name goes: in front of the host, in front of the key, or nowhere since the host stands for it.
enum class address_style : unsigned char { virtual_host, path, cname };

// An endpoint's parts.
struct address {
  bool tls = true;
  std::string_view host = {};  // as in a URL, without port: an IPv6 address is in brackets
  std::uint16_t port = 443;
  address_style style = address_style::virtual_host;

  constexpr std::uint16_t default_port() const { return tls ? 443 : 80; }
};

// What a URL names, or what is wrong with it.
struct parsed_address {
  address where = {};
  std::string_view wrong = {};
};

// Reads "https://host", "http://host:port" or, without a scheme, "host" and "host:port": then it is https, except for
// port 80, addresses (IPv6 ones in brackets) and localhost, where no certificate could be checked.
constexpr parsed_address read_address(std::string_view url) {
  parsed_address parsed;
  address& out = parsed.where;
  const auto refused = [](std::string_view why) { return parsed_address{{}, why}; };
  bool scheme_given = true;
  if (equal_ignoring_case(part(url, 0, 8), "https://"sv)) {
    url.remove_prefix(8);
  } else if (equal_ignoring_case(part(url, 0, 7), "http://"sv)) {
    url.remove_prefix(7);
    out.tls = false;
  } else if (url.find("://"sv) != url.npos) {
    return refused(address_problem::other_scheme);
  } else {
    scheme_given = false;
  }
  if (url.ends_with('/')) url.remove_suffix(1);
  const bool bracketed = url.starts_with('[');
  std::size_t end = bracketed ? url.find(']') : url.find(':');
  if (bracketed) {
    if (end == url.npos || !is_ipv6(part(url, 1, end - 1))) return refused(address_problem::bad_ipv6);
    ++end;
  }
  out.host = part(url, 0, end);
  url = part(url, out.host.size());
  for (char c : bracketed ? std::string_view{} : out.host) {
    if (to_lower(c) >= 'a' && to_lower(c) <= 'z') continue;
    if (is_digit(c) || c == '-' || c == '.' || c == '_') continue;
    return refused(address_problem::more_than_host);
  }
  if (out.host.empty()) return refused(address_problem::no_host);
  const bool bare = bracketed || is_ipv4(out.host) || equal_ignoring_case(out.host, "localhost"sv);
  std::uint64_t port = 0;
  if (!url.empty()) {
    if (url[0] != ':') return refused(address_problem::more_than_host);
    const auto given = read_decimal(part(url, 1));
    if (!given || *given == 0 || *given > 65535) return refused(address_problem::bad_port);
    port = *given;
  }
  if (!scheme_given && (bare || port == 80)) out.tls = false;
  out.port = port == 0 ? out.default_port() : static_cast<std::uint16_t>(port);
  if (bare) out.style = address_style::path;
  return parsed;
}

// The region that a host of the service names, as in "oss-cn-hangzhou-internal.aliyuncs.com" or
// "cn-hangzhou.oss.aliyuncs.com"; empty when it names none (acceleration endpoints, own domains).
constexpr std::string_view region_of(std::string_view host) {
  constexpr std::string_view domain = ".aliyuncs.com", dual_stack = ".oss", internal = "-internal";
  if (!host.ends_with(domain)) return {};
  host.remove_suffix(domain.size());
  if (host.ends_with(dual_stack)) {
    host.remove_suffix(dual_stack.size());
    return host.find('.') == host.npos ? host : std::string_view{};
  }
  if (!host.starts_with("oss-"sv) || host.starts_with("oss-accelerate"sv)) return {};
  host.remove_prefix(4);
  if (host.ends_with(internal)) host.remove_suffix(internal.size());
  return host.find('.') == host.npos ? host : std::string_view{};
}

}  // namespace upcall
