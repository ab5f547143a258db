// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/callback_address.hpp>

using namespace upcall::testing;

namespace {

std::string parts_of(std::string_view url) {
  const auto found = read_callback_address(url);
  if (!found) return "(none)";
  return found->host + ' ' + std::to_string(found->port) + (found->tls ? " tls " : " ") + found->authority + ' ' +
         found->target;
}

}  // namespace

TEST_CASE("a callback's URL in parts") {
  CHECK(parts_of("http://127.0.0.1:23450/a/b?c=d") == "127.0.0.1 23450 127.0.0.1:23450 /a/b?c=d");
  CHECK(parts_of("http://example.com") == "example.com 80 example.com /");
  CHECK(parts_of("https://example.com:443/%E5") == "example.com 443 tls example.com /%E5");
  CHECK(parts_of("example.com:80/a") == "example.com 80 example.com /a");
  CHECK(parts_of("HTTP://example.com:8080?x=http://y") == "example.com 8080 example.com:8080 /?x=http://y");
  for (const char* wrong : {"", "http://", "ftp://a/", "http://a:/", "http://a:x/", "http://a/ b", "http://a/#b",
                            "http://[::1]/", "http://a@b/"}) {
    CAPTURE(wrong);
    CHECK(parts_of(wrong) == "(none)");
  }
}

TEST_CASE("addresses of this machine") {
  for (const char* here : {"127.0.0.1", "127.255.0.1", "localhost", "LOCALHOST"}) CHECK(is_loopback_host(here));
  for (const char* other : {"127.0.0.1.example.com", "128.0.0.1", "localhost.example.com", "127.1"})
    CHECK_FALSE(is_loopback_host(other));
}
