// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "given.hpp"
#include <upcall/policies/callback_encoder/in_query.hpp>

TEST_CASE("a callback goes into two parameters") {
  request_with_room to;
  REQUIRE(upcall::callback_in_query::encode(with_variables, to.message, to.texts));
  CHECK(to.parameter("callback") == upcall::encoded<with_variables>.parameter);
  CHECK(to.parameter("callback-var") == upcall::encoded<with_variables>.variables);
  CHECK(to.message.parameters.size() == 2);
  CHECK(to.message.headers.empty());
}

TEST_CASE("without variables it is one parameter") {
  request_with_room to;
  REQUIRE(upcall::callback_in_query::encode(upcall::encoded<without_variables>, to.message, to.texts));
  CHECK(to.message.parameters.size() == 1);
}

TEST_CASE("a wrong callback leaves the parameters as they are") {
  request_with_room to;
  const auto out = upcall::callback_in_query::encode(wrong_callback, to.message, to.texts);
  REQUIRE_FALSE(out);
  CHECK(out.error().message == upcall::advice(upcall::callback_problem::query_in_url));
  CHECK(to.message.parameters.empty());
}

TEST_CASE("vector: in the target the Base64 is percent-encoded") {
  const auto vector = placement();
  const std::string parameter = vector["input"]["callback_base64"], variables = vector["input"]["callback_var_base64"];
  request_with_room to;
  REQUIRE(upcall::callback_in_query::encode(upcall::encoded_callback{parameter, variables}, to.message, to.texts));
  std::string expected = "/";
  for (const auto& [name, value] : vector["expected"]["query"].items()) {
    expected += (expected == "/" ? "?" : "&") + name + "=" + value.get<std::string>();
  }
  CHECK(to.target() == expected);
}
