// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string_view>
#include <upcall/policies/keys/pinned.hpp>

namespace {
static_assert(upcall::pinned_keys{}.pem.starts_with("-----BEGIN PUBLIC KEY-----\nMFww"));
}

TEST_CASE("the key is given for any file on the service's host") {
  const upcall::pinned_keys keys{"pem"};
  for (const std::string_view url :
       {"http://gosspublic.alicdn.com/callback_pub_key_v1.pem", "https://gosspublic.alicdn.com/callback_pub_key_v1.pem",
        "https://gosspublic.alicdn.com/some_other_key_v2.pem", "https://gosspublic.alicdn.com/a/b.pem?v=2&x"}) {
    INFO(url);
    const auto key = keys.key_for(url);
    REQUIRE(key);
    CHECK(*key == "pem");
  }
}

TEST_CASE("and for nothing else") {
  const upcall::pinned_keys keys{"pem"};
  for (const std::string_view url : {
           std::string_view{""},
           {"https://"},
           {"https://gosspublic.alicdn.com"},
           {"http://gosspublic.alicdn.com"},
           {"http://gosspublic.alicdn.com.evil.example/k.pem"},
           {"http://gosspublic.alicdn.com@evil.example/k.pem"},
           {"http://gosspublic.alicdn.com:80/k.pem"},
           {"gosspublic.alicdn.com/k.pem"},
           {"ftp://gosspublic.alicdn.com/k.pem"},
           {"HTTPS://gosspublic.alicdn.com/k.pem"},
           {"https://GOSSPUBLIC.alicdn.com/k.pem"},
           {" https://gosspublic.alicdn.com/k.pem"},
           {"https://gosspublic.alicdn.com.evil.example/k.pem"},
           {"https://gosspublic.alicdn.com@evil.example/k.pem"},
           {"https://user@gosspublic.alicdn.com/k.pem"},
           {"https://gosspublic.alicdn.com:443/k.pem"},
           {"https://gosspublic.alicdn.com:443@evil.example/"},
           {"https://gosspublic.alicdn.com\\@evil.example/"},
           {"https://evil.example/https://gosspublic.alicdn.com/k.pem"},
           {"https://evil.example/?https://gosspublic.alicdn.com/"},
           {"https://gosspublic.alicdn.com./k.pem"},
           {"https://agosspublic.alicdn.com/k.pem"},
           {"https:/gosspublic.alicdn.com/k.pem"},
           {"https:///gosspublic.alicdn.com/k.pem"},
           {"https://gosspublic.alicdn.com/../k.pem"},
           {"https://gosspublic.alicdn.com/%2e%2e/k.pem"},
           {"https://gosspublic.alicdn.com//evil.example/k.pem"},
           {"https://gosspublic.alicdn.com/k.pem#x"},
           {"https://gosspublic.alicdn.com/k.pem\r\nHost: evil.example"},
           {"https://gosspublic.alicdn.com/k.pem\0", 36},
           {"https://gosspublic.alicdn.com/k .pem"},
           {"https://gosspublic.alicdn.com/\xe5\x9b\x9e"},
       }) {
    INFO(url);
    const auto key = keys.key_for(url);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == upcall::fault::client);
  }
}
