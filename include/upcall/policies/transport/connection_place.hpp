// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <upcall/core/inline_string.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/http/request.hpp>

namespace upcall {

// Where a connection leads: only requests to the same place may go over it.
class remembered_place {
 public:
  constexpr bool is_of(const request& next) const {
    return port_ == next.to.port && tls_ == next.to.tls && is_host_of(next);
  }

  // Remembers where a request goes. False: the name of its host is too long.
  constexpr bool become_that_of(const request& next) {
    host_.clear();
    if (has_bucket(next)) {
      host_.append(next.bucket);
      host_.put('.');
    }
    host_.append(next.to.host);
    port_ = next.to.port;
    tls_ = next.to.tls;
    return !host_.cut();
  }
  constexpr stream_target target(const request&) const { return {without_brackets(host_), port_, tls_}; }

 private:
  static constexpr bool has_bucket(const request& next) {
    return next.to.style == address_style::virtual_host && !next.bucket.empty();
  }
  constexpr bool is_host_of(const request& next) const {
    std::string_view host = host_;
    if (has_bucket(next)) {
      if (!host.starts_with(next.bucket)) return false;
      host.remove_prefix(next.bucket.size());
      if (!host.starts_with('.')) return false;
      host.remove_prefix(1);
    }
    return host == next.to.host;
  }

  inline_string<255> host_ = {};  // RFC 1035 §3.1
  std::uint16_t port_ = 0;
  bool tls_ = false;
};

// Of a stream that leads to one place, whatever is asked of it.
struct only_place {
  static constexpr bool is_of(const request&) { return true; }
  static constexpr bool become_that_of(const request&) { return true; }
  static constexpr stream_target target(const request& next) { return {{}, next.to.port, next.to.tls}; }
};

template <byte_stream Stream>
using place_of = std::conditional_t<point_to_point<Stream>, only_place, remembered_place>;

}  // namespace upcall
