// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/policies/transport/proxy_address.hpp>

using upcall::proxy_url;
using upcall::detail::proxy_address;

TEST_CASE("a proxy's URL gives host, port and credentials") {
  const proxy_address none{proxy_url{}};
  CHECK_FALSE(none.is_given());
  CHECK(none.wrong().empty());

  const proxy_address plain{"http://proxy.example.com:3128"};
  CHECK(plain.is_given());
  CHECK(plain.wrong().empty());
  CHECK(plain.host() == "proxy.example.com");
  CHECK(plain.port() == 3128);
  CHECK(plain.authorization().empty());
  CHECK(proxy_address{"HTTP://proxy.example.com/"}.port() == 80);

  // RFC 7617 §2.
  const proxy_address named{"http://Aladdin:open%20sesame@[::1]:8080"};
  CHECK(named.wrong().empty());
  CHECK(named.host() == "::1");
  CHECK(named.user() == "Aladdin");
  CHECK(named.password() == "open sesame");
  CHECK(named.authorization() == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");

  const proxy_address odd{"http://u%40x:a:b%2F%25%C3%BC!$&'()*+,;=@proxy.example.com"};
  CHECK(odd.user() == "u@x");
  CHECK(odd.password() == "a:b/%\xc3\xbc!$&'()*+,;=");
  CHECK(proxy_address{"http://u@proxy.example.com"}.authorization() == "Basic dTo=");
  CHECK(proxy_address{"http://u:@proxy.example.com"}.authorization() == "Basic dTo=");

  const std::string longest(127, 'x');
  const proxy_address most{"http://" + longest + ":" + longest + "@proxy.example.com"};
  CHECK(most.wrong().empty());
  CHECK(most.authorization().size() == 6 + 340);
  std::string encoded, host(255, 'h');
  for (int i = 0; i != 127; ++i) encoded += "%41";
  const proxy_address all_encoded{"http://" + encoded + ':' + encoded + '@' + host + ":65535/"};
  CHECK(all_encoded.wrong().empty());
  CHECK(all_encoded.user() == std::string(127, 'A'));
  CHECK(all_encoded.password() == std::string(127, 'A'));
  CHECK(all_encoded.host() == host);
}

TEST_CASE("what is no proxy's URL is refused without its text") {
  const std::string too_long(128, 'x');
  for (const std::string& url : {std::string{"proxy.example.com:3128"},
                                 std::string{"https://proxy.example.com"},
                                 std::string{"socks5://proxy.example.com"},
                                 std::string{"http://"},
                                 std::string{"http://:3128"},
                                 std::string{"http://proxy.example.com:0"},
                                 std::string{"http://proxy.example.com:65536"},
                                 std::string{"http://proxy.example.com/path"},
                                 std::string{"http://proxy.example.com?a"},
                                 std::string{"http://fake-secret@"},
                                 std::string{"http://@proxy.example.com"},
                                 std::string{"http://:fake-secret@proxy.example.com"},
                                 std::string{"http://u%3A:fake-secret@proxy.example.com"},
                                 std::string{"http://u:fake-secret%0D%0AX: y@proxy.example.com"},
                                 std::string{"http://u:fake-secret%0a@proxy.example.com"},
                                 std::string{"http://u%00:fake-secret@proxy.example.com"},
                                 std::string{"http://u:fake-secret\r\n@proxy.example.com"},
                                 std::string{"http://u:fake secret@proxy.example.com"},
                                 std::string{"http://u:fake-secret%@proxy.example.com"},
                                 std::string{"http://u:fake-secret%4@proxy.example.com"},
                                 std::string{"http://u:fake@secret@proxy.example.com"},
                                 std::string{"http://u:fake/secret@proxy.example.com"},
                                 std::string{"http://u:fake-secret@proxy.example.com\r\nX: y"},
                                 std::string{"http://u:fake-secret@[::1"},
                                 std::string{"http://u:fake-secret@http://proxy.example.com"},
                                 "http://" + too_long + ":fake-secret@proxy.example.com",
                                 "http://u:" + too_long + "@proxy.example.com",
                                 "http://" + std::string(300, 'x'),
                                 "http://u:" + std::string(800, 'x') + "@proxy.example.com"}) {
    INFO(url);
    const proxy_address out{proxy_url{url}};
    CHECK(out.is_given());
    CHECK(out.wrong().starts_with("proxy: give it as http://host:port"));
    CHECK(out.wrong().find("fake") == std::string_view::npos);
  }
}
