// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "policies/signer/vectors.hpp"
#include <upcall/crypto/hmac.hpp>
#include <upcall/crypto/sha1.hpp>
#include <upcall/policies/signer/v1_form.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/dates.hpp>

using upcall::testing::written;

static_assert(upcall::v1::is_subresource("uploadId") && upcall::v1::is_subresource("callback-var"));
static_assert(upcall::v1::is_subresource("x-oss-process") && upcall::v1::is_subresource("x-oss-"));
static_assert(!upcall::v1::is_subresource("max-parts") && !upcall::v1::is_subresource("prefix") &&
              !upcall::v1::is_subresource(""));
static_assert(!upcall::v1::is_subresource("uploadid") && !upcall::v1::is_subresource("encoding-type"));

TEST_CASE("vectors: the text that V1 signs") {
  for (const auto& vector : vectors("sign-v1.json")) {
    vector_request given{vector};
    INFO(given.name());
    const auto date = written([&](auto& to) { upcall::write_http_date(to, given.context.now); });
    if (!given.context.who.security_token.empty())
      given.message.headers.set("x-oss-security-token", given.context.who.security_token);
    const auto text =
        written([&](auto& to) { upcall::v1::write_string_to_sign(to, given.message, date, given.extra); });
    CHECK(text == given.expected("string_to_sign"));

    upcall::hmac<upcall::sha1> signing{given.context.who.access_key_secret};
    upcall::v1::write_string_to_sign(signing, given.message, date, given.extra);
    const auto digest = std::move(signing).finish();
    const std::string_view bytes{reinterpret_cast<const char*>(digest.data()), digest.size()};
    CHECK(written([&](auto& to) { upcall::write_base64(to, bytes); }) == given.expected("signature"));
  }
}

TEST_CASE("the list of sub-resources has each name once, in order") {
  std::string_view before;
  for (std::string_view each : upcall::v1::subresources) {
    INFO(each);
    CHECK(before < each);
    before = each;
  }
}
