// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <upcall/core/field.hpp>
#include <upcall/http/request.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// What both signature versions look at. The header names are in lower case and sorted, the parameters raw and sorted by
// their percent-encoded names, as a request keeps them.
struct signable {
  std::string_view method, bucket, key;
  std::span<const field> parameters, headers;

  constexpr signable() = default;
  constexpr signable(const request& from)
      : method(from.method),
        bucket(from.bucket),
        key(from.key),
        parameters(from.parameters.view()),
        headers(from.headers.view()) {}

  constexpr std::string_view header(std::string_view name) const {
    for (const field& each : headers) {
      if (each.name == name) return trim(each.value);
    }
    return {};
  }
};

// "/", "/bucket/" or "/bucket/key": the bucket is in it in every address style.
template <sink S, class WriteText>
constexpr void write_resource(S& to, const signable& message, WriteText write_text) {
  to.put('/');
  if (message.bucket.empty()) return;
  write_text(message.bucket);
  to.put('/');
  write_text(message.key);
}

template <sink S>
constexpr void write_header_line(S& to, std::string_view name, std::string_view value) {
  write(to, name);
  to.put(':');
  write(to, trim(value));
  to.put('\n');
}

}  // namespace upcall
