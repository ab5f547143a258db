// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <span>
#include <string>
#include <type_traits>
#include <upcall/policies/transport/connection_place.hpp>

using upcall::address_style;
using upcall::only_place;
using upcall::remembered_place;

namespace {

struct anywhere {
  static upcall::verdict connect(const upcall::stream_target&);
  static upcall::transferred read(std::span<char>);
  static upcall::transferred write(std::string_view);
  static void close();
};
struct serial_line : anywhere {
  static constexpr bool point_to_point = true;
};
struct not_so : anywhere {
  static constexpr bool point_to_point = false;
};
static_assert(std::is_same_v<upcall::place_of<anywhere>, remembered_place>);
static_assert(std::is_same_v<upcall::place_of<not_so>, remembered_place>);
static_assert(std::is_same_v<upcall::place_of<serial_line>, only_place> && std::is_empty_v<only_place>);

upcall::request to(upcall::address where, std::string_view bucket) {
  upcall::request out{{}, {}};
  out.to = where;
  out.bucket = bucket;
  return out;
}

}  // namespace

TEST_CASE("a place is one host, port and kind of connection") {
  const upcall::address service{.tls = false, .host = "oss.example.com", .port = 80};
  const auto first = to(service, "abc");
  remembered_place place;
  REQUIRE(place.become_that_of(first));
  CHECK(place.target(first).host == "abc.oss.example.com");
  CHECK(place.target(first).port == 80);
  CHECK_FALSE(place.target(first).tls);
  CHECK(place.is_of(first));
  for (std::string_view other : {"ab", "abcd", "abd", "", "abc.oss"}) {
    INFO(other);
    CHECK_FALSE(place.is_of(to(service, other)));
  }
  auto elsewhere = service;
  elsewhere.port = 81;
  CHECK_FALSE(place.is_of(to(elsewhere, "abc")));
  elsewhere = service;
  elsewhere.tls = true;
  CHECK_FALSE(place.is_of(to(elsewhere, "abc")));
  elsewhere = service;
  elsewhere.host = "oss.example.co";
  CHECK_FALSE(place.is_of(to(elsewhere, "abc")));
  elsewhere.host = "xoss.example.com";
  CHECK_FALSE(place.is_of(to(elsewhere, "abc")));
}

TEST_CASE("where the bucket is not in the host's name, all buckets are at one place") {
  for (auto style : {address_style::path, address_style::cname}) {
    const upcall::address service{.tls = true, .host = "127.0.0.1", .port = 8443, .style = style};
    remembered_place place;
    REQUIRE(place.become_that_of(to(service, "abc")));
    CHECK(place.target(to(service, "abc")).host == "127.0.0.1");
    CHECK(place.target(to(service, "abc")).tls);
    CHECK(place.is_of(to(service, "xyz")));
  }
  // The same name, once with a bucket in it: it is the same host.
  remembered_place place;
  REQUIRE(place.become_that_of(to({.host = "abc.example.com", .style = address_style::cname}, "abc")));
  CHECK(place.is_of(to({.host = "example.com"}, "abc")));
  CHECK_FALSE(place.is_of(to({.host = "example.com"}, "ab")));
  REQUIRE(place.become_that_of(to({.host = "abcdexample.com", .style = address_style::cname}, "abc")));
  CHECK_FALSE(place.is_of(to({.host = "example.com"}, "abc")));
}

TEST_CASE("a stream is told an IPv6 address without brackets") {
  remembered_place place;
  const auto there = to(upcall::read_address("http://[::1]:8080").where, "abc");
  REQUIRE(place.become_that_of(there));
  CHECK(place.target(there).host == "::1");
  CHECK(place.target(there).port == 8080);
  CHECK(place.is_of(there));
  CHECK(place.is_of(to(there.to, "xyz")));
  CHECK_FALSE(place.is_of(to(upcall::read_address("http://[::2]:8080").where, "abc")));
  CHECK_FALSE(place.is_of(to(upcall::read_address("http://[::1]:8081").where, "abc")));
}

TEST_CASE("a name of 255 characters is a host's, a longer one is refused") {
  remembered_place place;
  const std::string longest(251, 'h');
  CHECK(place.become_that_of(to({.host = longest}, "abc")));
  CHECK(place.target(to({}, {})).host == "abc." + longest);
  CHECK_FALSE(place.become_that_of(to({.host = longest}, "abcd")));
  CHECK(place.become_that_of(to({.host = "short"}, "abc")));
}

TEST_CASE("a line that leads to one place is that of every request, and is told no host") {
  constexpr only_place place;
  const auto next = to({.tls = true, .host = "oss.example.com", .port = 443}, "abc");
  CHECK(place.is_of(next));
  CHECK(place.become_that_of(next));
  CHECK(place.target(next).host.empty());
  CHECK(place.target(next).port == 443);
  CHECK(place.target(next).tls);
}
