// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "policies/signer/vectors.hpp"
#include <upcall/crypto/sha256.hpp>
#include <upcall/policies/signer/v4_form.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/hex.hpp>

using upcall::testing::written;
namespace v4 = upcall::v4;

static_assert(v4::always_signed("content-type") && v4::always_signed("content-md5") &&
              v4::always_signed("x-oss-meta-a"));
static_assert(!v4::always_signed("host") && !v4::always_signed("date") && !v4::always_signed("cache-control"));

TEST_CASE("vectors: the texts that V4 signs, additional headers among them") {
  for (const auto& vector : vectors("sign-v4.json")) {
    vector_request given{vector};
    INFO(given.name());
    const std::string product = vector["input"]["product"];
    const v4::scope where{given.context.now, given.context.region, product};
    const auto now = written([&](auto& to) { upcall::write_basic(to, given.context.now); });
    given.message.headers.set("x-oss-content-sha256", v4::unsigned_payload);
    given.message.headers.set("x-oss-date", now);
    if (!given.context.who.security_token.empty())
      given.message.headers.set("x-oss-security-token", given.context.who.security_token);

    const std::span<const std::string_view> additional{given.additional};
    const auto canonical = written([&](auto& to) { v4::write_canonical_request(to, given.message, additional); });
    CHECK(canonical == given.expected("canonical_request"));
    upcall::sha256 hash;
    hash.append(canonical);
    const auto digest = std::move(hash).finish();
    CHECK(written([&](auto& to) { v4::write_string_to_sign(to, where, digest); }) == given.expected("string_to_sign"));
    const auto key = v4::signing_key<upcall::sha256>(given.context.who.access_key_secret, where);
    const auto signature = v4::signature<upcall::sha256>(key, where, given.message, additional);
    CHECK(written([&](auto& to) { upcall::write_hex(to, signature); }) == given.expected("signature"));
  }
}

// The service's documentation, "Signature Version 4": the example there with its secret as it is printed.
TEST_CASE("a scope is a day, a region and a product") {
  CHECK(written([](auto& to) {
          v4::write_scope(to, {{{1'702'743'657}}, "cn-hangzhou"});
        }) == "20231216/cn-hangzhou/oss/aliyun_v4_request");
  CHECK(written([](auto& to) {
          v4::write_scope(to, {{{1'702'743'657}}, "cb-123", "oss-cloudbox"});
        }) == "20231216/cb-123/oss-cloudbox/aliyun_v4_request");
}
