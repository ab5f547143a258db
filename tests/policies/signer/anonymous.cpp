// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "policies/signer/signed.hpp"
#include <type_traits>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/policies/signer/anonymous.hpp>

TEST_CASE("an anonymous request is left as it is") {
  STATIC_REQUIRE(std::is_empty_v<upcall::sign_anonymous>);
  request_to_sign at{"PUT", "examplebucket", "files/hello"};
  at.message.headers.set("content-type", "text/plain");
  CHECK(upcall::sign_anonymous::sign(at.message, at.texts, {}, upcall::portable_crypto{}));
  CHECK(at.message.headers.size() == 1);
  CHECK(at.message.parameters.empty());
}
