// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "signed.hpp"
#include <upcall/policies/signer/v4_with_headers.hpp>
#include <upcall/profiles/hosted.hpp>
#include <upcall/testing/emulator.hpp>

using upcall::sign_v4_with_headers;

// alibabacloud-oss-go-sdk-v2, TestV4AuthHeaderWithAdditionalHeaders 2.
TEST_CASE("sign_v4_with_headers: additional headers are signed as the SDKs sign them") {
  static constexpr std::string_view names[] = {"x-oss-no-exist", "ZAbc", "x-oss-head1", "abc"};
  request_to_sign request{"PUT", "bucket", "1234+-/123/1.txt"};
  for (auto [name, value] : {upcall::field{"param1", "value1"}, {"+param1", "value3"}, {"|param1", "value4"}}) {
    request.message.parameters.set(name, value);
  }
  for (std::string_view name : {"+param2", "|param2", "param2"}) request.message.parameters.set(name, "");
  for (std::string_view name : {"x-oss-head1", "abc", "zabc", "xyz"}) request.message.headers.set(name, "value");
  request.message.headers.set("content-type", "text/plain");
  REQUIRE(request.sign(sign_v4_with_headers{names}, 1702747512));
  CHECK(request.header("authorization") ==
        "OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/oss/aliyun_v4_request,AdditionalHeaders=abc;zabc,"
        "Signature=4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f");
}

TEST_CASE("sign_v4_with_headers: without names it signs as sign_v4 does") {
  request_to_sign request{"PUT", "bucket", "key"}, plain{"PUT", "bucket", "key"};
  upcall::sign_v4::state v4{upcall::sign_v4{}};
  REQUIRE(request.sign(sign_v4_with_headers{}, 1702747512, "fake-token"));
  REQUIRE(v4.sign(plain.message, plain.texts, {{"ak", "sk", "fake-token"}, {1702747512}, "cn-hangzhou"},
                  upcall::portable_crypto{}));
  CHECK(request.header("authorization") == plain.header("authorization"));
  CHECK(request.message.headers.size() == plain.message.headers.size());
}

TEST_CASE("sign_v4_with_headers: without a region there is no signature") {
  request_to_sign request{"GET", "bucket", "key"};
  CHECK(request.why_not(sign_v4_with_headers{}, {}, {})
            .starts_with("sign_v4_with_headers: the endpoint does not tell the region"));
}

TEST_CASE("sign_v4_with_headers: the service checks the host that was signed") {
  static constexpr std::string_view names[] = {"host", "content-length", "cache-control"};
  upcall::emulator service{{.access_key_id = "fake-id", .access_key_secret = "fake-secret"}};
  upcall::client oss{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
                     upcall::fixed_credentials{"fake-id", "fake-secret"}, service.transport(),
                     sign_v4_with_headers{names}, upcall::returning{}};
  auto bucket = oss.bucket("examplebucket");
  REQUIRE(bucket.put_object("o", upcall::text{"bytes"}, {.headers = {{"Cache-Control", "no-cache"}}}));
  CHECK(bucket.head_object("o"));
}
