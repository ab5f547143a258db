// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/callback/url.hpp>
#include <upcall/core/bytes.hpp>
#include <upcall/http/address.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::testing {

// One of a callback's URLs, in the parts that a connection needs.
struct callback_address {
  std::string url = {}, host = {};
  std::uint16_t port = 80;
  bool tls = false;
  std::string authority = {};  // the Host header
  std::string target = {};
};

// Nothing when it is no http or https URL of a name or an IPv4 address, or has characters that must be percent-encoded.
inline std::optional<callback_address> read_callback_address(std::string_view text) {
  for (char c : text) {
    if (c <= ' ' || c == '\x7f' || c == '#' || c == '"' || c == '<' || c == '>' || c == '\\') return {};
  }
  const std::size_t question = text.find('?');
  const callback_url url{part(text, 0, question)};
  if (!url.authority.valid() || (!url.https() && !equal_ignoring_case(url.scheme, "http"))) return {};
  callback_address out;
  out.url = text;
  out.host = url.authority.host;
  out.tls = url.https();
  const std::string_view port = url.authority.has_port ? url.authority.port : url.default_port();
  out.port = static_cast<std::uint16_t>(read_decimal(port).value_or(0));
  out.authority = out.host;
  if (port != url.default_port()) out.authority += ':' + std::string{port};
  out.target = url.path.empty() ? "/" : url.path;
  if (question != text.npos) out.target += part(text, question);
  return out;
}

inline bool is_loopback_host(std::string_view host) {
  return equal_ignoring_case(host, "localhost") || (is_ipv4(host) && host.starts_with("127."));
}

}  // namespace upcall::testing
