// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "signed.hpp"
#include <upcall/policies/clock/manual.hpp>
#include <upcall/policies/signer/v1_query.hpp>
#include <upcall/profiles/hosted.hpp>
#include <upcall/testing/emulator.hpp>

using upcall::sign_v1_query;

// The case that the unit tests of four SDKs share (alibabacloud-oss-go-sdk-v2, TestV1AuthQuery).
constexpr bool matches_the_sdks() {
  request_to_sign request{"GET", "bucket", "key"};
  request.message.parameters.set("versionId", "versionId");
  return request.sign(sign_v1_query{.expires = 900}, 1699806520) && request.parameter("OSSAccessKeyId") == "ak" &&
         request.parameter("Expires") == "1699807420" &&
         request.parameter("Signature") == "dcLTea+Yh9ApirQ8o8dOPqtvJXQ=" && request.message.parameters.size() == 4 &&
         request.message.headers.empty();
}
static_assert(matches_the_sdks());

TEST_CASE("sign_v1_query: a security token is a signed parameter") {
  request_to_sign request{"GET", "bucket", "key+123"};
  request.message.parameters.set("versionId", "versionId");
  REQUIRE(request.sign(sign_v1_query{.expires = 900}, 1699807304, "attachment; /file/name==example.txt++"));
  CHECK(request.parameter("Signature") == "su58IVk06Q73DHwcMsXft/RTZ98=");
  CHECK(request.parameter("security-token") == "attachment; /file/name==example.txt++");
}

TEST_CASE("sign_v1_query: a request that is signed again is signed as if for the first time") {
  request_to_sign request{"GET", "bucket", "key"};
  REQUIRE(request.sign(sign_v1_query{}, 1, "fake-token"));
  REQUIRE(request.sign(sign_v1_query{.expires = 900}, 1699806520));
  request_to_sign once{"GET", "bucket", "key"};
  REQUIRE(once.sign(sign_v1_query{.expires = 900}, 1699806520));
  CHECK(request.parameter("Signature") == once.parameter("Signature"));
  CHECK(request.message.parameters.size() == once.message.parameters.size());
}

TEST_CASE("sign_v1_query: a URL that never was good is not made") {
  request_to_sign request{"GET", "bucket", "key"};
  for (std::int64_t expires : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}}) {
    CHECK(request.why_not(sign_v1_query{.expires = expires}) == "sign_v1_query: .expires must be at least one second");
  }
  CHECK(request.message.parameters.empty());
  CHECK(request.why_not(sign_v1_query{.expires = 1}).empty());
  CHECK(request.why_not(sign_v1_query{.expires = INT64_MAX}).empty());
}

TEST_CASE("sign_v1_query: the service takes requests whose URL is signed, until they expire") {
  std::int64_t now = 1735689600;
  upcall::emulator_settings settings{.access_key_id = "fake-id", .access_key_secret = "fake-secret"};
  settings.now = [&] { return upcall::timestamp{now}; };
  upcall::emulator service{settings};
  upcall::client oss{upcall::endpoint{"http://oss-cn-hangzhou.aliyuncs.com"},
                     upcall::fixed_credentials{"fake-id", "fake-secret"},
                     service.transport(),
                     sign_v1_query{.expires = 60},
                     upcall::manual_clock{.start = {now}},
                     upcall::returning{}};
  auto bucket = oss.bucket("examplebucket");
  REQUIRE(bucket.put_object("a b/ü+", upcall::text{"bytes"},
                            {.content_type = "text/plain", .metadata = {{"author", "nobody"}}}));
  now += 60;
  CHECK(bucket.head_object("a b/ü+"));
  now += 1;
  const auto late = bucket.head_object("a b/ü+");
  REQUIRE_FALSE(late);
  CHECK(late.error().code == "AccessDenied");
  CHECK(late.error().message == "Request has expired.");
}
