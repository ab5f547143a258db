// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/tls_in_memory.hpp"
#include <string>
#include <upcall/policies/transport/tls_host.hpp>

using given::client_of_memory;
using given::tls_in_memory;
using given::trusted;

namespace {

// What came of a handshake with a server that shows this certificate: why not, else who it was asked to be.
std::string asked(const std::string& host, const given::tls_settings& certificate) {
  tls_in_memory server{trusted().server(certificate)};
  client_of_memory client{server};
  const auto out = client.stream.connect({host, 443, true});
  if (!out) return std::string{out.wrong()};
  const char* name = SSL_get_servername(server.session(), TLSEXT_NAMETYPE_host_name);
  return name != nullptr ? name : "nobody";
}
std::string asked(const std::string& host, const char* names) {
  return asked(host, given::tls_settings{.names = names});
}

constexpr const char* other_host = "the service's certificate is not valid for this endpoint: it is for another host";

}  // namespace

TEST_CASE("a host is asked for by its name, which must be in the certificate") {
  CHECK(asked("oss.example.com", "DNS:oss.example.com") == "oss.example.com");
  CHECK(asked("oss.example.com", "DNS:example.com,DNS:oss.example.com") == "oss.example.com");
  CHECK(asked("OSS.example.com", "DNS:oss.EXAMPLE.com") == "OSS.example.com");
  CHECK(asked("oss.example.com.", "DNS:oss.example.com") == "oss.example.com");
  CHECK(asked("under_score.example.com", "DNS:under_score.example.com") == "under_score.example.com");
  const std::string longest = std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c') + "." +
                              std::string(59, 'd') + ".e";
  CHECK(longest.size() == 253);
  CHECK(asked(longest, ("DNS:" + longest).c_str()) == longest);

  for (const char* names :
       {"DNS:example.com", "DNS:xoss.example.com", "DNS:oss.example.com.evil.example", "DNS:.example.com",
        "email:oss.example.com", "URI:https://oss.example.com/", "IP:127.0.0.1"}) {
    INFO(names);
    CHECK(asked("oss.example.com", names) == other_host);
  }
}

TEST_CASE("a subject's common name is no host's name") {
  CHECK(asked("oss.example.com", given::tls_settings{.names = "", .common_name = "oss.example.com"}) == other_host);
  CHECK(asked("oss.example.com", {.names = "IP:127.0.0.1", .common_name = "oss.example.com"}) == other_host);
  CHECK(asked("127.0.0.1", given::tls_settings{.names = "", .common_name = "127.0.0.1"}) == other_host);
}

TEST_CASE("an asterisk stands for one whole label, the first") {
  CHECK(asked("bucket.oss.example.com", "DNS:*.oss.example.com") == "bucket.oss.example.com");
  for (const char* names :
       {"DNS:*.example.com", "DNS:bucket.*.example.com", "DNS:b*.oss.example.com", "DNS:*t.oss.example.com",
        "DNS:b*t.oss.example.com", "DNS:*.*.example.com", "DNS:*", "DNS:*.com", "DNS:**.oss.example.com"}) {
    INFO(names);
    CHECK(asked("bucket.oss.example.com", names) == other_host);
  }
  CHECK(asked("oss.example.com", "DNS:*.oss.example.com") == other_host);
  CHECK(asked("example.com", "DNS:*.com") == other_host);
}

TEST_CASE("an address is no name: it must be in the certificate as an address, and is not asked for") {
  CHECK(asked("127.0.0.1", "IP:127.0.0.1") == "nobody");
  CHECK(asked("::1", "IP:0:0:0:0:0:0:0:1") == "nobody");
  CHECK(asked("127.0.0.1", "DNS:127.0.0.1") == other_host);
  CHECK(asked("127.0.0.1", "IP:127.0.0.2") == other_host);
  CHECK(asked("127.0.0.1", "DNS:*.0.0.1") == other_host);
  CHECK(asked("::1", "IP:0:0:0:0:0:0:0:2") == other_host);
}

// OpenSSL looks at no name where it is given an empty one, and takes any below for one that begins with a dot.
TEST_CASE("what could be anybody's is refused before a byte goes out") {
  for (const std::string& host : {std::string{}, std::string{"."}, std::string{".example.com"}, std::string(256, 'a'),
                                  std::string("oss.example.com\0.evil.example", 29)}) {
    INFO(host);
    tls_in_memory server{trusted().server({.names = "DNS:oss.example.com,DNS:evil.example"})};
    client_of_memory client{server};
    const auto out = client.stream.connect({host, 443, true});
    CHECK(out.wrong() == "endpoint: no certificate can be for this host");
    CHECK(server.calls == 0);
  }
}
