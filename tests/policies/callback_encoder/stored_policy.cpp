// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "given.hpp"
#include <string>
#include <upcall/policies/callback_encoder/stored_policy.hpp>

TEST_CASE("a stored policy is named, and gets the values of this upload") {
  request_with_room to;
  const upcall::callback values{.variables = {{"x:user", "42"}}};
  REQUIRE(upcall::stored_callback_policy{"notify"}.encode(values, to.message, to.texts));
  CHECK(to.header("x-oss-callback") == "eyJjYWxsYmFja1BvbGljeSI6Im5vdGlmeSJ9");  // {"callbackPolicy":"notify"}
  CHECK(to.header("x-oss-callback-var") == "eyJ4OnVzZXIiOiI0MiJ9");
}

TEST_CASE("or none") {
  request_with_room to;
  REQUIRE(upcall::stored_callback_policy{"a\"b"}.encode(upcall::callback{}, to.message, to.texts));
  CHECK(to.header("x-oss-callback") == "eyJjYWxsYmFja1BvbGljeSI6ImFcImIifQ==");  // {"callbackPolicy":"a\"b"}
  CHECK(to.message.headers.size() == 1);
}

TEST_CASE("a URL or a body of one's own would be ignored, so it is refused") {
  const upcall::stored_callback_policy policy{"notify"};
  const auto refused = [&](const upcall::callback_option& given) {
    request_with_room to;
    const auto out = policy.encode(given, to.message, to.texts);
    REQUIRE_FALSE(out);
    CHECK(to.message.headers.empty());
    return std::string{out.error().message.view()};
  };
  CHECK(refused(without_variables).starts_with("callback: a stored policy has its own URL"));
  CHECK(refused(upcall::encoded<with_variables>).starts_with("callback: a stored policy has its own URL"));
  CHECK(refused(upcall::callback{.body = "b"}).starts_with("callback: a stored policy has its own URL"));
  CHECK(refused(upcall::callback{.query = {{"a", "b"}}}).starts_with("callback: a stored policy has its own URL"));
  CHECK(refused(upcall::callback{.variables = {{"user", "42"}}}) == upcall::advice(upcall::callback_problem::bad_name));
}

TEST_CASE("a policy needs a name, and room") {
  request_with_room to;
  CHECK_FALSE(upcall::stored_callback_policy{""}.encode(upcall::callback{}, to.message, to.texts));
  CHECK_FALSE(upcall::stored_callback_policy{"a\nb"}.encode(upcall::callback{}, to.message, to.texts));
  upcall::text_arena small{{to.room, 20}};
  CHECK_FALSE(upcall::stored_callback_policy{"notify"}.encode(upcall::callback{}, to.message, small));
}
