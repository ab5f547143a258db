// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/core/time.hpp>
#include <upcall/http/address.hpp>
#include <upcall/http/field_map.hpp>
#include <upcall/text/percent.hpp>

namespace upcall {

using header_list = field_map<compare_bytes>;               // names in lower case
using parameter_list = field_map<compare_percent_encoded>;  // names and values as they are, not encoded

// What is asked of the service. The texts are views: of the caller's, or of the workspace.
struct request {
  std::string_view method = "GET"sv;
  address to = {};
  std::string_view bucket = {}, key = {};
  parameter_list parameters;
  header_list headers;
  std::uint64_t content_length = 0;
  bool has_body = false;
  milliseconds until = {};      // by the clock's elapsed(): it is not sent then or later; 0: whenever
  milliseconds time_left = {};  // what the exchange may take, from when a transport gets it; 0: as long as it takes

  constexpr request(std::span<field> room_for_parameters, std::span<field> room_for_headers)
      : parameters(room_for_parameters), headers(room_for_headers) {}
};

// The path on the wire: "/bucket/key", without the bucket unless the address is path style.
template <sink S>
constexpr void write_resource(S& to, const request& message) {
  to.put('/');
  if (message.to.style == address_style::path && !message.bucket.empty()) {
    write_percent(to, message.bucket);
    to.put('/');
  }
  write_path(to, message.key);
}

// The request target on the wire: the path and "?a=b".
template <sink S>
constexpr void write_target(S& to, const request& message) {
  write_resource(to, message);
  char separator = '?';
  for (const auto& [name, value] : message.parameters) {
    to.put(separator);
    separator = '&';
    write_percent(to, name);
    if (value.empty()) continue;
    to.put('=');
    write_percent(to, value);
  }
}

// The Host header: the bucket in front when the address is virtual-host style, the port when it is not the scheme's
// own.
template <sink S>
constexpr void write_host(S& to, const request& message) {
  if (message.to.style == address_style::virtual_host && !message.bucket.empty()) {
    write(to, message.bucket);
    to.put('.');
  }
  write(to, message.to.host);
  if (message.to.port == message.to.default_port()) return;
  to.put(':');
  write_decimal(to, message.to.port);
}

}  // namespace upcall
