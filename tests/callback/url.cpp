// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string_view>
#include <upcall/callback/url.hpp>
#include <upcall/core/inline_string.hpp>

namespace {

using upcall::callback_problem;
using upcall::check_callback_url;

constexpr bool written(std::string_view url, std::string_view expected) {
  upcall::inline_string<200> to;
  upcall::write_callback_url(to, url);
  return to == expected;
}

// The normal form is that of the Ruby SDK, but for its faults.
static_assert(written("http://a.example.com", "http://a.example.com"));
static_assert(written("http://a.example.com/x%20y/", "http://a.example.com/x%20y/"));
static_assert(written("a.example.com:8080/x", "http://a.example.com:8080/x"));
static_assert(written("121.43.113.8:23456/index.html", "http://121.43.113.8:23456/index.html"));
static_assert(written("HTTP://A.Example.com/X", "http://A.Example.com/X"));
static_assert(written("http://a.example.com:80/x", "http://a.example.com/x"));
static_assert(written("https://a.example.com:443/x", "https://a.example.com/x"));
static_assert(written("https://a.example.com:80/x", "https://a.example.com:80/x"));
static_assert(written("http://a/b:80", "http://a/b:80"));

static_assert(upcall::host_and_port{"a.example.com"}.valid());
static_assert(upcall::host_and_port{"10.1.2.3:65535"}.valid());
static_assert(!upcall::host_and_port{""}.valid());
static_assert(!upcall::host_and_port{"a:"}.valid());
static_assert(!upcall::host_and_port{"a:0"}.valid());
static_assert(!upcall::host_and_port{"a:65536"}.valid());
static_assert(!upcall::host_and_port{"a b"}.valid());
static_assert(!upcall::host_and_port{"a/b"}.valid());

}  // namespace

TEST_CASE("URLs that the service can call") {
  for (const std::string_view url : {"http://oss-demo.aliyuncs.com:23450", "https://a.example.com/cb", "a.example.com",
                                     "a.example.com:8080/x/y", "localhost:9000/cb", "127.0.0.1", "http://a_b/x",
                                     "HTTPS://A/X", "http://a/x%20y", "http://a/~u/(1)!*',=@:$&+[]"}) {
    INFO(url);
    CHECK(check_callback_url(url) == callback_problem::none);
  }
}

TEST_CASE("URLs that it cannot call, or would take for something else") {
  struct wrong {
    std::string_view url;
    callback_problem problem;
  };
  using enum callback_problem;
  for (const auto& [url, problem] : {
           wrong{"", no_url},
           {"http://a/x?", query_in_url},
           {"http://a/x?b=c", query_in_url},
           {"http://a/x#top", fragment_in_url},
           {"http://a/x;http://b/y", semicolon_in_url},
           {"http://a/x y", raw_character_in_url},
           {" http://a/x", raw_character_in_url},
           {"http://a/x\n", raw_character_in_url},
           {"http://a/x\r\nHost: b", raw_character_in_url},
           {std::string_view{"http://a/\0", 10}, raw_character_in_url},
           {"http://a/\x7f", raw_character_in_url},
           {"http://a/\xe5\x9b\x9e", raw_character_in_url},
           {"http://a/${object}", raw_character_in_url},
           {"http://a/100%", raw_character_in_url},
           {"http://a/%4", raw_character_in_url},
           {"http://a/%4g", raw_character_in_url},
           {"http://a/\\b", raw_character_in_url},
           {"ftp://a/x", other_scheme},
           {"file:///etc/passwd", other_scheme},
           {"://a", other_scheme},
           {"mailto:x@y", bad_host_in_url},
           {"//a/x", bad_host_in_url},
           {"http:///x", bad_host_in_url},
           {"http:/a", bad_host_in_url},
           {"http://user:pw@a/x", bad_host_in_url},
           {"http://[::1]:8080/x", bad_host_in_url},
           {"http://a:/x", bad_host_in_url},
           {"http://a:80x/x", bad_host_in_url},
           {"http://a:70000/", bad_host_in_url},
       }) {
    INFO(url);
    CHECK(check_callback_url(url) == problem);
  }
}
