// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "given.hpp"
#include "support/client.hpp"
#include <upcall/policies/callback_encoder/none.hpp>

TEST_CASE("a client without callbacks refuses one that is given") {
  request_with_room to;
  const auto out = upcall::no_callback::encode(upcall::encoded<without_variables>, to.message, to.texts);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::client);
  CHECK(to.message.headers.empty());
}

TEST_CASE("options that are of any client's are refused when they have a callback, before anything is sent") {
  given::client oss{given::service, upcall::recorded{{{.headers = {{"ETag", "\"E\""}}}}}, upcall::no_callback{}};
  auto bucket = oss.bucket("examplebucket");
  upcall::put_object_options options{.callback = upcall::encoded<without_variables>};
  const auto refused = bucket.put_object("k", upcall::text{"hello"}, options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "callback: this client sends none; give it an encoder, such as callback_in_header");
  CHECK(given::requests(oss).empty());
  options.callback = {};
  CHECK(bucket.put_object("k", upcall::text{"hello"}, options));

  const upcall::resumable_upload_options in_parts{.callback = upcall::encoded<without_variables>};
  CHECK_FALSE(bucket.resumable_upload("k", upcall::text{"hello"}, in_parts));
  CHECK_FALSE(bucket.complete_upload("k", "I", {}, upcall::complete_upload_options{.callback = in_parts.callback}));
  CHECK(given::requests(oss).size() == 1);
}
