// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/core/inline_string.hpp>
#include <upcall/http/url.hpp>

using namespace upcall;

namespace {

constexpr bool is_url(address where, std::string_view key, std::string_view expected) {
  field parameters[2]{}, headers[1]{};
  request message{parameters, headers};
  message.to = where;
  message.bucket = "examplebucket";
  message.key = key;
  message.parameters.set("uploadId", "a/b");
  message.parameters.set("uploads", "");
  inline_string<200> url;
  write_url(url, message);
  return url == expected;
}

}  // namespace

static_assert(is_url({.host = "oss-cn-hangzhou.aliyuncs.com"}, "a b/c",
                     "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/a%20b/c?uploadId=a%2Fb&uploads"));
static_assert(is_url({.tls = false, .host = "127.0.0.1", .port = 9000, .style = address_style::path}, "k",
                     "http://127.0.0.1:9000/examplebucket/k?uploadId=a%2Fb&uploads"));
static_assert(is_url({.host = "static.example.com", .port = 443, .style = address_style::cname}, "",
                     "https://static.example.com/?uploadId=a%2Fb&uploads"));

TEST_CASE("a URL is scheme, host and target") {
  CHECK(is_url({.tls = false, .host = "h.example", .port = 80}, "k",
               "http://examplebucket.h.example/k?uploadId=a%2Fb&uploads"));
}
