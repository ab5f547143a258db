// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "given.hpp"
#include <upcall/policies/callback_encoder/none.hpp>

TEST_CASE("a client without callbacks refuses one that is given") {
  request_with_room to;
  const auto out = upcall::no_callback::encode(upcall::encoded<without_variables>, to.message, to.texts);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::client);
  CHECK(to.message.headers.empty());
}
