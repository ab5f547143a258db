// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "given.hpp"
#include <upcall/policies/callback_encoder/in_header.hpp>

TEST_CASE("a callback goes into two headers") {
  request_with_room to;
  REQUIRE(upcall::callback_in_header::encode(upcall::encoded<with_variables>, to.message, to.texts));
  CHECK(to.header("x-oss-callback") == upcall::encoded<with_variables>.parameter);
  CHECK(to.header("x-oss-callback-var") == upcall::encoded<with_variables>.variables);
  CHECK(to.message.headers.size() == 2);
  CHECK(to.message.parameters.empty());
}

TEST_CASE("without variables it is one header, known at run time or not") {
  for (const upcall::callback_option given :
       {upcall::callback_option{upcall::encoded<without_variables>}, upcall::callback_option{without_variables}}) {
    request_with_room to;
    REQUIRE(upcall::callback_in_header::encode(given, to.message, to.texts));
    CHECK(to.header("x-oss-callback") == upcall::encoded<without_variables>.parameter);
    CHECK(to.message.headers.size() == 1);
  }
}

TEST_CASE("a wrong callback leaves the headers as they are") {
  request_with_room to;
  const auto out = upcall::callback_in_header::encode(wrong_callback, to.message, to.texts);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::client);
  CHECK(out.error().message == upcall::advice(upcall::callback_problem::query_in_url));
  CHECK(to.message.headers.empty());
}

TEST_CASE("vector: headers carry the Base64 as it is") {
  const auto vector = placement();
  const std::string parameter = vector["input"]["callback_base64"], variables = vector["input"]["callback_var_base64"];
  request_with_room to;
  REQUIRE(upcall::callback_in_header::encode(upcall::encoded_callback{parameter, variables}, to.message, to.texts));
  for (const auto& [name, value] : vector["expected"]["headers"].items())
    CHECK(to.header(name) == value.get<std::string>());
}
