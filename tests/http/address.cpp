// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/http/address.hpp>

using upcall::address_style;
using upcall::read_address;
using upcall::region_of;

namespace {

struct good {
  std::string_view url;
  bool tls;
  std::string_view host;
  std::uint16_t port;
  address_style style = address_style::virtual_host;
};
constexpr good addresses[] = {
    {"https://oss-cn-hangzhou.aliyuncs.com", true, "oss-cn-hangzhou.aliyuncs.com", 443},
    {"http://oss-cn-hangzhou.aliyuncs.com", false, "oss-cn-hangzhou.aliyuncs.com", 80},
    {"https://oss-cn-hangzhou.aliyuncs.com/", true, "oss-cn-hangzhou.aliyuncs.com", 443},
    {"HTTPS://oss-cn-hangzhou.aliyuncs.com", true, "oss-cn-hangzhou.aliyuncs.com", 443},
    {"hTTp://oss-cn-hangzhou.aliyuncs.com", false, "oss-cn-hangzhou.aliyuncs.com", 80},
    {"https://OSS-CN-HANGZHOU.ALIYUNCS.COM", true, "OSS-CN-HANGZHOU.ALIYUNCS.COM", 443},
    {"oss-cn-hangzhou.aliyuncs.com", true, "oss-cn-hangzhou.aliyuncs.com", 443},
    {"oss-cn-hangzhou.aliyuncs.com:443", true, "oss-cn-hangzhou.aliyuncs.com", 443},
    {"oss-cn-hangzhou.aliyuncs.com:80", false, "oss-cn-hangzhou.aliyuncs.com", 80},
    {"oss-cn-hangzhou.aliyuncs.com:8443", true, "oss-cn-hangzhou.aliyuncs.com", 8443},
    {"https://oss-cn-hangzhou.aliyuncs.com:80", true, "oss-cn-hangzhou.aliyuncs.com", 80},
    {"http://oss-cn-hangzhou.aliyuncs.com:443/", false, "oss-cn-hangzhou.aliyuncs.com", 443},
    {"https://media.example.com:65535", true, "media.example.com", 65535},
    {"http://127.0.0.1:9000", false, "127.0.0.1", 9000, address_style::path},
    {"127.0.0.1:9000", false, "127.0.0.1", 9000, address_style::path},
    {"127.0.0.1", false, "127.0.0.1", 80, address_style::path},
    {"https://10.0.0.1", true, "10.0.0.1", 443, address_style::path},
    {"localhost:9000", false, "localhost", 9000, address_style::path},
    {"LocalHost", false, "LocalHost", 80, address_style::path},
    {"https://localhost", true, "localhost", 443, address_style::path},
    {"http://256.0.0.1", false, "256.0.0.1", 80},
    {"http://010.0.0.1", false, "010.0.0.1", 80},
    {"http://[::1]:8080", false, "[::1]", 8080, address_style::path},
    {"http://[::1]", false, "[::1]", 80, address_style::path},
    {"https://[::1]", true, "[::1]", 443, address_style::path},
    {"https://[2001:DB8::1]:8443/", true, "[2001:DB8::1]", 8443, address_style::path},
    {"[::1]:8080", false, "[::1]", 8080, address_style::path},
    {"[::ffff:127.0.0.1]", false, "[::ffff:127.0.0.1]", 80, address_style::path},
    {"[::]/", false, "[::]", 80, address_style::path},
    {"[1:2:3:4:5:6:7:8]:443", false, "[1:2:3:4:5:6:7:8]", 443, address_style::path},
    {"http://my_bucket-host.example.com", false, "my_bucket-host.example.com", 80},
};

// All of them say what to do, and name no secret that might stand in the URL.
constexpr std::string_view refused[] = {
    "",
    "https://",
    "http:///",
    "https:///key",
    ":80",
    "ftp://oss-cn-hangzhou.aliyuncs.com",
    "oss://examplebucket",
    "https://oss-cn-hangzhou.aliyuncs.com/bucket",
    "https://oss-cn-hangzhou.aliyuncs.com//",
    "oss-cn-hangzhou.aliyuncs.com/bucket",
    "https://oss-cn-hangzhou.aliyuncs.com?a=b",
    "https://oss-cn-hangzhou.aliyuncs.com#a",
    "https://user@oss-cn-hangzhou.aliyuncs.com",
    "https://user:fake-secret@oss-cn-hangzhou.aliyuncs.com",
    "https://oss-cn-hangzhou.aliyuncs.com:",
    "https://oss-cn-hangzhou.aliyuncs.com:0",
    "https://oss-cn-hangzhou.aliyuncs.com:65536",
    "https://oss-cn-hangzhou.aliyuncs.com:18446744073709551617",
    "https://oss-cn-hangzhou.aliyuncs.com:80a",
    "https://oss-cn-hangzhou.aliyuncs.com:80/bucket",
    "https://oss-cn-hangzhou.aliyuncs.com:-1",
    "::1",
    "http://::1",
    "http://::1:8080",
    "http://2001:db8::1",
    "[",
    "]",
    "[]",
    "http://[]:80",
    "http://[::1",
    "http://[::1:8080",
    "http://::1]",
    "http://[::1]x",
    "http://[::1]8080",
    "http://[::1].example.com",
    "http://[::1]:",
    "http://[::1]:0",
    "http://[::1]:65536",
    "http://[::1]:80:80",
    "http://[::1]]",
    "http://[[::1]]",
    "http://[::1][::1]",
    "http://x[::1]",
    "http://user@[::1]",
    "http://[user:fake-secret@::1]",
    "http://[::1]//",
    "http://[::1]/bucket",
    "http://[::1]?a",
    "http://[:::1]",
    "http://[1::2::3]",
    "http://[1:2:3:4:5:6:7:8:9]",
    "http://[12345::1]",
    "http://[::ffff:1.2.3]",
    "http://[127.0.0.1]",
    "http://[localhost]",
    "http://[v1.x]",
    "http://[fe80::1%eth0]",
    "http://[fe80::1%25eth0]",
    "http://[::1 ]",
    "http://[::1\r\n]",
    "http://[::g]",
    "http://[/]",
    "https://oss cn.aliyuncs.com",
    " https://oss-cn-hangzhou.aliyuncs.com",
    "https://oss-cn-hangzhou.aliyuncs.com\r\nHost: evil.example.com",
    "https://\xe6\x9d\xad\xe5\xb7\x9e.example.com",
};

static_assert(region_of("oss-cn-hangzhou.aliyuncs.com") == "cn-hangzhou");
static_assert(region_of("oss-cn-hangzhou-internal.aliyuncs.com") == "cn-hangzhou");
static_assert(region_of("oss-ap-southeast-1.aliyuncs.com") == "ap-southeast-1");
static_assert(region_of("cn-hangzhou.oss.aliyuncs.com") == "cn-hangzhou");
static_assert(region_of("oss-accelerate.aliyuncs.com").empty() &&
              region_of("oss-accelerate-overseas.aliyuncs.com").empty());
static_assert(region_of("media.example.com").empty() && region_of("").empty() && region_of("aliyuncs.com").empty());
static_assert(region_of("bucket.oss-cn-hangzhou.aliyuncs.com").empty());
static_assert(region_of("bucket.cn-hangzhou.oss.aliyuncs.com").empty());
static_assert(region_of("oss-cn-hangzhou.aliyuncs.com.evil.example.com").empty());

static_assert(read_address("oss-cn-hangzhou.aliyuncs.com").where.port == 443);  // by the compiler too

}  // namespace

TEST_CASE("an endpoint gives scheme, host, port and style") {
  for (const good& each : addresses) {
    INFO(each.url);
    const auto got = read_address(each.url);
    CHECK(got.wrong.empty());
    CHECK(got.where.tls == each.tls);
    CHECK(got.where.host == each.host);
    CHECK(got.where.port == each.port);
    CHECK(got.where.style == each.style);
  }
}

TEST_CASE("what is no endpoint is refused with advice") {
  for (std::string_view url : refused) {
    INFO(url);
    const auto got = read_address(url);
    CHECK(got.wrong.starts_with("endpoint: "));
    CHECK(got.wrong.find("fake-secret") == std::string_view::npos);
  }
}
