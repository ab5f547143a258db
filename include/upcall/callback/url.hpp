// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/callback/problem.hpp>
#include <upcall/core/bytes.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/percent.hpp>

namespace upcall {

// "host" or "host:port", as in a URL and in a Host header.
struct host_and_port {
  std::string_view host, port = {};
  bool has_port = false;

  constexpr explicit host_and_port(std::string_view text) {
    const std::size_t colon = text.find(':');
    host = part(text, 0, colon);
    has_port = colon != text.npos;
    if (has_port) port = part(text, colon + 1);
  }

  // Names and IPv4 addresses; the service calls no IPv6 address.
  constexpr bool valid() const {
    for (char c : host) {
      if (c == '~' || !is_unreserved(c)) return false;
    }
    const auto number = read_decimal(port);
    return !host.empty() && (!has_port || (number && *number > 0 && *number < 65536));
  }
};

// A callback's URL in its parts; without a scheme it is http.
struct callback_url {
  std::string_view scheme, path;
  host_and_port authority{{}};

  constexpr explicit callback_url(std::string_view text) {
    const std::size_t end = text.find("://");
    scheme = end == text.npos ? std::string_view{"http"} : part(text, 0, end);
    if (end != text.npos) text.remove_prefix(end + 3);
    const std::size_t slash = text.find('/');
    authority = host_and_port{part(text, 0, slash)};
    if (slash != text.npos) path = part(text, slash);
  }

  constexpr bool https() const { return equal_ignoring_case(scheme, "https"); }
  constexpr std::string_view default_port() const { return https() ? "443" : "80"; }
};

// In the form that means the same to everybody (RFC 3986 §6.2): the scheme there and in lower case, no needless port.
template <sink S>
constexpr void write_callback_url(S& to, std::string_view text) {
  const callback_url url{text};
  write_lower(to, url.scheme);
  write(to, "://");
  write(to, url.authority.host);
  if (url.authority.has_port && url.authority.port != url.default_port()) {
    to.put(':');
    write(to, url.authority.port);
  }
  write(to, url.path);
}

constexpr callback_problem check_callback_url(std::string_view text) {
  using enum callback_problem;
  if (text.empty()) return no_url;
  for (std::size_t i = 0; i != text.size(); ++i) {
    const char c = text[i];
    if (c == '?') return query_in_url;
    if (c == '#') return fragment_in_url;
    if (c == ';') return semicolon_in_url;
    const bool escape = text.size() - i > 2 && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    if (c == '%' && !escape) return raw_character_in_url;
    if (!is_unreserved(c) && std::string_view{"%:/@!$&'()*+,=[]"}.find(c) == text.npos) return raw_character_in_url;
  }
  const callback_url url{text};
  if (!url.https() && !equal_ignoring_case(url.scheme, "http")) return other_scheme;
  return url.authority.valid() ? none : bad_host_in_url;
}

}  // namespace upcall
