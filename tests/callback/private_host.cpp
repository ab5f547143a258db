// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string_view>
#include <upcall/callback/check.hpp>
#include <upcall/callback/private_host.hpp>

using upcall::is_private_host;

static_assert(is_private_host("localhost") && !is_private_host("localhost.example.com"));
static_assert(is_private_host("127.0.0.1") && !is_private_host("128.0.0.1"));

TEST_CASE("hosts that nobody else reaches") {
  for (const std::string_view host :
       {"localhost", "LocalHost", "localhost.", "app.localhost", "a.b.LOCALHOST.", "127.0.0.1", "127.255.255.255",
        "127.0.0.1.", "10.0.0.1", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.1", "192.168.255.255",
        "169.254.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3",
        // All that inet_aton(3) takes.
        "2130706433", "017700000001", "0x7f000001", "0X7F000001", "0177.0.0.1", "0x7f.0.0.1", "0x7f.1", "127.1",
        "127.0.1", "10.1", "192.168.257", "0", "0x0", "3232235521", "0251.254.43518", "0xac.0x10.0x0.0x1", "127.1."}) {
    INFO(host);
    CHECK(is_private_host(host));
  }
}

TEST_CASE("hosts that may be anybody's") {
  for (const std::string_view host :
       {"", ".", "..", "app.example.com", "localhost.example.com", "mylocalhost", "xlocalhost.", "10.example.com",
        "127.0.0.1.example.com", "9.255.255.255", "11.0.0.0", "128.0.0.1", "126.255.255.255", "172.15.255.255",
        "172.32.0.0", "192.167.255.255", "192.169.0.0", "169.253.255.255", "169.255.0.0", "100.63.255.255",
        "100.128.0.0", "1.0.0.0", "121.43.113.8", "8.8.8.8", "134744072", "0x08080808", "010.0.0.1",
        // No addresses.
        "4294967296", "0x1ffffffff", "99999999999999999999999", "127.0.0.256", "127.0.0.0.1", "127..1", "256.1",
        "127.16777216", "0x", "127.0x", "0x7g.1", "08.0.0.1", "127.0.0.-1", "127.0.0.1 ", "1e1"}) {
    INFO(host);
    CHECK_FALSE(is_private_host(host));
  }
}

TEST_CASE("IPv6 addresses, which an endpoint may have") {
  for (const std::string_view host : {"[::1]", "::1", "0:0:0:0:0:0:0:1", "0000::0001", "::", "[fc00::1]",
                                      "[FD12:3456::]", "fe80::1", "febf::", "::ffff:127.0.0.1", "[::ffff:10.0.0.1]"}) {
    INFO(host);
    CHECK(is_private_host(host));
  }
  for (const std::string_view host : {"2001:db8::1", "[2400:3200::1]", "fec0::1", "fbff::", "::2", "::10",
                                      "1::", "::1:1", "::ffff:8.8.8.8", "[", "[]", ":", "[fc00]"}) {
    INFO(host);
    CHECK(is_private_host(host) == (host == ":"));
  }
}

TEST_CASE("a URL with an IPv6 address or a user's name is no callback's, so its host is never asked for") {
  using enum upcall::callback_problem;
  for (const std::string_view url :
       {"http://[::1]/", "http://[::ffff:127.0.0.1]:80/", "http://[fe80::1]/", "http://[fd00::1]/", "http://::1/",
        "http://user@127.0.0.1/", "http://app.example.com@127.0.0.1/", "http://user:word@10.0.0.1/",
        "http://%31%32%37.0.0.1/"}) {
    INFO(url);
    CHECK(upcall::check_callback_url(url) == bad_host_in_url);
  }
}
