// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "signed.hpp"
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/signer/v4_query.hpp>
#include <upcall/profiles/hosted.hpp>
#include <upcall/testing/emulator.hpp>

using upcall::sign_v4_query;

// The cases that the unit tests of the SDKs share (alibabacloud-oss-go-sdk-v2, TestV4AuthQuery*).
constexpr void fill(request_to_sign& request) {
  for (auto [name, value] : {upcall::field{"param1", "value1"}, {"+param1", "value3"}, {"|param1", "value4"}}) {
    request.message.parameters.set(name, value);
  }
  for (std::string_view name : {"+param2", "|param2", "param2"}) request.message.parameters.set(name, "");
  for (std::string_view name : {"x-oss-head1", "abc", "zabc", "xyz"}) request.message.headers.set(name, "value");
  request.message.headers.set("content-type", "application/octet-stream");
}
constexpr bool matches_the_sdks() {
  request_to_sign request{"PUT", "bucket", "1234+-/123/1.txt"};
  fill(request);
  return request.sign(sign_v4_query{.expires = 599}, 1702781677) &&
         request.parameter("x-oss-signature") == "a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe" &&
         request.parameter("x-oss-credential") == "ak/20231217/cn-hangzhou/oss/aliyun_v4_request" &&
         request.parameter("x-oss-date") == "20231217T025437Z" && request.parameter("x-oss-expires") == "599" &&
         request.parameter("x-oss-signature-version") == "OSS4-HMAC-SHA256" &&
         request.parameter("x-oss-additional-headers") == "(none)" && request.message.parameters.size() == 11;
}

static_assert(matches_the_sdks());

TEST_CASE("sign_v4_query: additional headers are listed and signed, in any order and case") {
  static constexpr std::string_view names[] = {"ZAbc", "abc", "content-type", "not-there"};
  request_to_sign request{"PUT", "bucket", "1234+-/123/1.txt"};
  fill(request);
  REQUIRE(request.sign(sign_v4_query{.expires = 599, .additional_headers = names}, 1702783809));
  CHECK(request.parameter("x-oss-additional-headers") == "abc;zabc");
  CHECK(request.parameter("x-oss-signature") == "6bd984bfe531afb6db1f7550983a741b103a8c58e5e14f83ea474c2322dfa2b7");
}

TEST_CASE("sign_v4_query: another product, and its region") {
  static constexpr std::string_view names[] = {"abc", "zabc"};
  request_to_sign request{"PUT", "bucket", "1234+-/123/1.txt"};
  fill(request);
  const sign_v4_query signer{.expires = 599, .product = "oss-cloudbox", .additional_headers = names};
  REQUIRE(request.sign(signer, 1702781677, {}, "cb-123"));
  CHECK(request.parameter("x-oss-signature") == "07284191b9b4978ac3520cd39ee2dea2747eda454089359371ff463a6c7ba20f");
}

TEST_CASE("sign_v4_query: a request that is signed again is signed as if for the first time") {
  request_to_sign request{"PUT", "bucket", "1234+-/123/1.txt"};
  fill(request);
  REQUIRE(request.sign(sign_v4_query{}, 1));
  REQUIRE(request.sign(sign_v4_query{.expires = 599}, 1702781677));
  CHECK(request.parameter("x-oss-signature") == "a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe");
}

TEST_CASE("sign_v4_query: the host is signed where it is named, and stays the transport's to send") {
  static constexpr std::string_view names[] = {"Host", "Content-Length"};
  request_to_sign request{"PUT", "examplebucket", "o"};
  request.message.has_body = true;
  request.message.content_length = 11;
  REQUIRE(request.sign(sign_v4_query{.additional_headers = names}, 1735689600));
  CHECK(request.parameter("x-oss-additional-headers") == "content-length;host");
  CHECK(request.message.headers.empty());
  request_to_sign given{"PUT", "examplebucket", "o"};
  given.message.headers.set("host", "examplebucket.oss-cn-hangzhou.aliyuncs.com");
  given.message.headers.set("content-length", "11");
  REQUIRE(given.sign(sign_v4_query{.additional_headers = names}, 1735689600));
  CHECK(given.parameter("x-oss-signature") == request.parameter("x-oss-signature"));
  CHECK(given.header("host") == "examplebucket.oss-cn-hangzhou.aliyuncs.com");
}

TEST_CASE("sign_v4_query: a URL may be good for seven days, with a security token for twelve hours") {
  request_to_sign request{"GET", "bucket", "key"};
  const std::string days = "sign_v4_query: .expires must be 1 to 604800 seconds (7 days)";
  const std::string hours = "sign_v4_query: with a security token .expires must be 1 to 43200 seconds (12 hours)";
  for (std::int64_t expires : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{604801}, INT64_MAX}) {
    CHECK(request.why_not(sign_v4_query{.expires = expires}) == days);
  }
  for (std::int64_t expires : {std::int64_t{0}, std::int64_t{43201}}) {
    CHECK(request.why_not(sign_v4_query{.expires = expires}, "fake-token") == hours);
  }
  CHECK(request.message.parameters.empty());
  for (std::int64_t expires : {1, 604800}) CHECK(request.why_not(sign_v4_query{.expires = expires}).empty());
  CHECK(request.why_not(sign_v4_query{.expires = 43200}, "fake-token").empty());
  CHECK(request.parameter("x-oss-security-token") == "fake-token");
}

TEST_CASE("sign_v4_query: without a region there is no signature") {
  request_to_sign request{"GET", "bucket", "key"};
  CHECK(request.why_not(sign_v4_query{}, {}, {}).starts_with("sign_v4_query: the endpoint does not tell the region"));
}

TEST_CASE("sign_v4_query: the service takes requests whose URL is signed, until they expire") {
  static constexpr std::string_view names[] = {"host", "content-length"};
  std::int64_t now = 1735689600;
  upcall::emulator_settings settings{.access_key_id = "fake-id", .access_key_secret = "fake-secret"};
  settings.now = [&] { return upcall::timestamp{now}; };
  upcall::emulator service{settings};
  upcall::client oss{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
                     upcall::fixed_credentials{"fake-id", "fake-secret"},
                     service.transport(),
                     sign_v4_query{.expires = 60, .additional_headers = names},
                     upcall::manual_clock{.start = {now}},
                     upcall::returning{}};
  auto bucket = oss.bucket("examplebucket");
  REQUIRE(bucket.put_object("a b/ü+", upcall::text{"bytes"}, {.content_type = "text/plain"}));
  now += 60;
  CHECK(bucket.head_object("a b/ü+"));
  now += 1;
  const auto late = bucket.head_object("a b/ü+");
  REQUIRE_FALSE(late);
  CHECK(late.error().code == "AccessDenied");
  CHECK(late.error().message == "Request has expired.");
}

TEST_CASE("sign_v4_query: a request that is signed again without a token does not keep the old one") {
  request_to_sign request{"PUT", "bucket", "key"};
  REQUIRE(request.sign(sign_v4_query{}, 1699806520, "fake-token"));
  REQUIRE(request.sign(sign_v4_query{}, 1699806520));
  request_to_sign once{"PUT", "bucket", "key"};
  REQUIRE(once.sign(sign_v4_query{}, 1699806520));
  CHECK(request.parameter("x-oss-signature") == once.parameter("x-oss-signature"));
  CHECK(request.message.parameters.size() == once.message.parameters.size());
}
