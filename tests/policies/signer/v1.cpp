// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "policies/signer/signed.hpp"
#include "policies/signer/vectors.hpp"
#include <type_traits>
#include <upcall/policies/crypto/openssl.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/policies/signer/v1.hpp>

TEMPLATE_TEST_CASE("vectors: V1 in the headers", "", upcall::portable_crypto, upcall::openssl_crypto) {
  int checked = 0;
  for (const auto& vector : vectors("sign-v1.json")) {
    vector_request given{vector};
    if (!given.extra.empty()) continue;  // no operation of ours signs more than the list; v1_form takes them
    INFO(given.name());
    REQUIRE(upcall::sign_v1::sign(given.message, given.texts, given.context, TestType{}));
    CHECK(given.header("authorization") == given.expected("authorization"));
    for (const auto& [name, value] : given.added_headers()) {
      CHECK(given.header(name) == value);
    }
    CHECK_FALSE(given.texts.overflow());
    ++checked;
  }
  CHECK(checked >= 22);
}

TEST_CASE("V1 holds nothing, and asks for no region") {
  STATIC_REQUIRE(std::is_empty_v<upcall::sign_v1>);
  request_to_sign at{"PUT", "examplebucket", "files/hello"};
  CHECK(upcall::sign_v1::sign(at.message, at.texts, {{"fake-id", "fake-secret"}, {1'700'000'000}, {}},
                              upcall::portable_crypto{}));
  CHECK(at.message.headers.find("date")->value == "Tue, 14 Nov 2023 22:13:20 GMT");
  CHECK(at.message.headers.find("x-oss-security-token") == nullptr);
  CHECK(at.message.headers.size() == 2);
}
