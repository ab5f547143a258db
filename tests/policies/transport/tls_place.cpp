// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/policies/transport/tls_place.hpp>

using upcall::detail::tls_place;

namespace {

tls_place place(std::string_view host, std::uint16_t port = 443) {
  tls_place out;
  out.assign("what was before", 1);
  out.assign(host, port);
  return out;
}

}  // namespace

TEST_CASE("a place is a host, in whatever case, and a port") {
  CHECK(place("oss.example.com") == place("OSS.Example.com"));
  CHECK_FALSE(place("oss.example.com") == place("oss.example.com", 444));
  CHECK_FALSE(place("oss.example.com") == place("oss2.example.com"));
  CHECK_FALSE(place("a", 1443) == place("a:1", 443));
  const std::string longest(255, 'a');
  CHECK_FALSE(place(longest, 65534) == place(longest, 65535));
}
