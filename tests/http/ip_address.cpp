// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <arpa/inet.h>
#include <cstdint>
#include <string>
#include <upcall/http/ip_address.hpp>

using upcall::is_ipv4;
using upcall::is_ipv6;
using upcall::without_brackets;

static_assert(is_ipv4("0.0.0.0") && is_ipv4("255.255.255.255") && is_ipv4("192.168.1.10"));
static_assert(!is_ipv4("") && !is_ipv4("1.2.3") && !is_ipv4("1.2.3.4.") && !is_ipv4("1.2.3.4.5") &&
              !is_ipv4("1.2.3.256"));
static_assert(!is_ipv4("1..2.3") && !is_ipv4("a.b.c.d") && !is_ipv4("1.2.3.4a") && !is_ipv4("0001.2.3.4"));
static_assert(!is_ipv4("010.0.0.1") && !is_ipv4("1.2.3.00") && !is_ipv4("1.02.3.4") && is_ipv4("10.0.0.1"));

// RFC 4291 §2.2.
static_assert(is_ipv6("ABCD:EF01:2345:6789:ABCD:EF01:2345:6789") && is_ipv6("2001:DB8:0:0:8:800:200C:417A"));
static_assert(is_ipv6("2001:db8::8:800:200C:417A") && is_ipv6("FF01::101") && is_ipv6("::1") && is_ipv6("::"));
static_assert(is_ipv6("0:0:0:0:0:0:13.1.68.3") && is_ipv6("::13.1.68.3") && is_ipv6("::FFFF:129.144.52.38"));
static_assert(is_ipv6("1:2:3:4:5:6:7::") && is_ipv6("::2:3:4:5:6:7:8") && is_ipv6("1::3:4:5:6:7:8") && is_ipv6("1::"));
static_assert(is_ipv6("1:2:3:4:5::1.2.3.4") && is_ipv6("0001::"));

static_assert(!is_ipv6("") && !is_ipv6(":") && !is_ipv6(":::") && !is_ipv6(":1") && !is_ipv6("1:") && !is_ipv6("1"));
static_assert(!is_ipv6(":::1") && !is_ipv6("1:::2") && !is_ipv6("1::2::3") && !is_ipv6("::1::") && !is_ipv6("1:2:3"));
static_assert(!is_ipv6("1:2:3:4:5:6:7:8:9") && !is_ipv6("1:2:3:4:5:6:7:8::") && !is_ipv6("::1:2:3:4:5:6:7:8"));
static_assert(!is_ipv6("1:2:3:4::5:6:7:8") && !is_ipv6("1:2:3:4:5:6:7:") && !is_ipv6(":2:3:4:5:6:7:8"));
static_assert(!is_ipv6("12345::") && !is_ipv6("::00001") && !is_ipv6("::g") && !is_ipv6("::1 ") && !is_ipv6(" ::1"));
static_assert(!is_ipv6("::ffff:1.2.3") && !is_ipv6("::1.2.3.256") && !is_ipv6("::1.2.3.4:5") && !is_ipv6("1.2.3.4"));
static_assert(!is_ipv6("1:2:3:4:5:6:7:1.2.3.4") && !is_ipv6("1:2:3:4:5:6::1.2.3.4") && !is_ipv6("::01.2.3.4"));
static_assert(!is_ipv6("fe80::1%eth0") && !is_ipv6("fe80::1%25eth0") && !is_ipv6("::1%") && !is_ipv6("[::1]"));
static_assert(!is_ipv6("::a.2.3.4") && !is_ipv6("::.1.2.3") && !is_ipv6("v1.x") && !is_ipv6("::1/64"));

static_assert(without_brackets("[::1]") == "::1" && without_brackets("::1") == "::1" && without_brackets("") == "");
static_assert(without_brackets("oss.example.com") == "oss.example.com" && without_brackets("[") == "");

// The system's own reading is another's work.
TEST_CASE("what is taken for an address is what the system takes for one") {
  constexpr std::string_view pieces[] = {"0", "1", "ffff", "12345", ":", "::", ".", "1.2.3.4", "256", "g", ":2", "3:"};
  std::uint32_t random = 1;
  int addresses = 0;
  for (int i = 0; i != 400'000; ++i) {
    std::string text;
    const auto next = [&] { return (random = random * 1664525u + 1013904223u) >> 16; };
    for (unsigned count = next() % 12; count != 0; --count) text += pieces[next() % std::size(pieces)];
    unsigned char bytes[16];
    const bool six = ::inet_pton(AF_INET6, text.c_str(), bytes) == 1;
    const bool four = ::inet_pton(AF_INET, text.c_str(), bytes) == 1;
    addresses += six;
    if (is_ipv6(text) == six && is_ipv4(text) == four) continue;
    CAPTURE(text, six, four);
    REQUIRE(is_ipv6(text) == six);
    REQUIRE(is_ipv4(text) == four);
  }
  CHECK(addresses > 1'000);
}
