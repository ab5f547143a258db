// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <tuple>
#include <upcall/http/request.hpp>
#include <upcall/testing/written.hpp>

using upcall::address_style;
using upcall::testing::written;

namespace {

struct given_request {
  upcall::field headers[4], parameters[8];
  upcall::request message{parameters, headers};

  given_request(address_style style, std::string_view key, std::string_view bucket = "examplebucket") {
    message.to.host = "oss-cn-hangzhou.aliyuncs.com";
    message.to.style = style;
    message.bucket = bucket;
    message.key = key;
  }
  std::string target() const {
    return written([this](auto& to) { write_target(to, message); });
  }
  std::string host() const {
    return written([this](auto& to) { write_host(to, message); });
  }
};

}  // namespace

TEST_CASE("the bucket is in the host, in the path or in neither") {
  const given_request virtual_host{address_style::virtual_host, "a/b"}, path{address_style::path, "a/b"},
      cname{address_style::cname, "a/b"};
  CHECK(virtual_host.host() == "examplebucket.oss-cn-hangzhou.aliyuncs.com");
  CHECK(virtual_host.target() == "/a/b");
  CHECK(path.host() == "oss-cn-hangzhou.aliyuncs.com");
  CHECK(path.target() == "/examplebucket/a/b");
  CHECK(cname.host() == "oss-cn-hangzhou.aliyuncs.com");
  CHECK(cname.target() == "/a/b");
}

TEST_CASE("without key, and without bucket, there is still a path") {
  CHECK(given_request{address_style::virtual_host, ""}.target() == "/");
  CHECK(given_request{address_style::path, ""}.target() == "/examplebucket/");
  const given_request service{address_style::virtual_host, "", ""};
  CHECK(service.target() == "/");
  CHECK(service.host() == "oss-cn-hangzhou.aliyuncs.com");
}

TEST_CASE("the port is told when it is not the scheme's own") {
  given_request at{address_style::cname, "k"};
  for (const auto& [tls, port, suffix] :
       {std::tuple{true, 443, ""}, {true, 80, ":80"}, {false, 80, ""}, {false, 443, ":443"}, {false, 9000, ":9000"}}) {
    at.message.to.tls = tls;
    at.message.to.port = static_cast<std::uint16_t>(port);
    CHECK(at.host() == std::string{"oss-cn-hangzhou.aliyuncs.com"} + suffix);
  }
}

TEST_CASE("a host that is an IPv6 address is in brackets, as RFC 9110 has it") {
  given_request at{address_style::path, "k"};
  at.message.to = upcall::read_address("http://[2001:db8::1]:8080").where;
  CHECK(at.host() == "[2001:db8::1]:8080");
  CHECK(at.target() == "/examplebucket/k");
  at.message.to = upcall::read_address("[::1]").where;
  CHECK(at.host() == "[::1]");
}

TEST_CASE("a key goes out percent-encoded, its slashes kept") {
  std::string all;
  for (int c = 1; c != 256; ++c) all.push_back(static_cast<char>(c));
  const auto target = given_request{address_style::virtual_host, all}.target();
  for (char c : target) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    CHECK((plain || std::string_view{"-_.~/%"}.find(c) != std::string_view::npos));
  }
  CHECK(written([&](auto& to) { upcall::read_percent(target.substr(1), to); }) == all);

  CHECK(given_request{address_style::virtual_host, "a+b c%20?d#e&f=g"}.target() == "/a%2Bb%20c%2520%3Fd%23e%26f%3Dg");
  CHECK(given_request{address_style::virtual_host, "a//b/./../"}.target() == "/a//b/./../");
  CHECK(given_request{address_style::path, "\xe4\xb8\xad"}.target() == "/examplebucket/%E4%B8%AD");
}

TEST_CASE("parameters follow in their order, those without a value by name alone") {
  given_request at{address_style::virtual_host, "k"};
  at.message.parameters.set("uploads", "");
  CHECK(at.target() == "/k?uploads");
  at.message.parameters.set("x-oss-process", "image/resize,w_100+a b");
  at.message.parameters.set("a/b", "=");
  CHECK(at.target() == "/k?a%2Fb=%3D&uploads&x-oss-process=image%2Fresize%2Cw_100%2Ba%20b");
}
