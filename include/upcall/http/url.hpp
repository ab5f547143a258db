// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/http/request.hpp>
#include <upcall/text/sink.hpp>

namespace upcall {

// The whole URL of a request, as anybody may be given it once it is signed: scheme, host, target.
template <sink S>
constexpr void write_url(S& to, const request& message) {
  write(to, message.to.tls ? "https://" : "http://");
  write_host(to, message);
  write_target(to, message);
}

}  // namespace upcall
