// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <upcall/policies/workspace/borrowed.hpp>

using upcall::callback_cause;
using upcall::fault;
using upcall::recorded;

namespace {

inline constexpr upcall::callback on_upload{.url = "http://app.example.com/done", .body = "object=${object}"};

upcall::recorded_answer failed(std::string message, std::string ec = "") {
  return {.status = 203,
          .headers = {{"x-oss-request-id", "R"},
                      {"ETag", "\"E\""},
                      {"x-oss-version-id", "V"},
                      {"x-oss-hash-crc64ecma", "11051210869376104954"}},
          .body = "<Error><Code>CallbackFailed</Code><Message>" + message + "</Message><EC>" + ec + "</EC></Error>"};
}
auto put(upcall::recorded_answer answer, const upcall::put_object_options& options, auto... policies) {
  given::client oss{given::service, recorded{{std::move(answer)}}, policies...};
  return oss.bucket("examplebucket").put_object("k", upcall::text{"123456789"}, options);
}

}  // namespace

TEST_CASE("pains row 26: a failed callback carries all that is stored") {
  for (const upcall::put_object_options& options :
       {upcall::put_object_options{.callback = upcall::encoded<on_upload>},
        // Asked for by hand; the service decides, not what we think we asked for.
        upcall::put_object_options{.headers = {{"x-oss-callback", "e30="}}}, upcall::put_object_options{}}) {
    const auto out = put(failed("Error status : 502.", "0007-00000203"), options);
    REQUIRE_FALSE(out);
    const upcall::failure& why = out.error();
    CHECK(why.kind == fault::callback);
    CHECK(why.status == 203);
    CHECK(why.code == "CallbackFailed");
    CHECK(why.message == "Error status : 502.");
    CHECK(why.ec == "0007-00000203");
    CHECK(why.request_id == "R");
    CHECK(why.cause == callback_cause::error_status);
    CHECK_FALSE(why.outcome_unknown);
    CHECK(why.stored.known);
    CHECK(why.stored.size == 9);
    CHECK(why.stored.has_crc64);
    CHECK(why.stored.crc64 == 11051210869376104954u);
    CHECK(why.stored.etag == "\"E\"");
    CHECK(why.stored.version_id == "V");
  }
}

TEST_CASE("the cause of a failed callback is named where it is known") {
  const auto cause = [](std::string message) { return put(failed(std::move(message)), {}).error().cause; };
  CHECK(cause("Error status : -1. OSS can not connect to your callbackUrl, please check it.") ==
        callback_cause::cannot_connect);
  CHECK(cause("Response body is not valid json format.") == callback_cause::invalid_json);
  CHECK(cause("Something else.") == callback_cause::unknown);
}

TEST_CASE("a 203 that says nothing is a failure only where a callback was asked for") {
  const auto asked = put({.status = 203}, {.callback = upcall::encoded<on_upload>});
  REQUIRE_FALSE(asked);
  CHECK(asked.error().kind == fault::callback);
  CHECK(asked.error().stored.known);
  CHECK(asked.error().stored.crc64 == 11051210869376104954u);
  CHECK_FALSE(asked.error().message.empty());

  const auto proxy = put({.status = 203, .body = "<html/>"}, {});
  REQUIRE(proxy);
  CHECK(proxy->status == 203);
}

TEST_CASE("on a device the cause is left to who looks at the message") {
  upcall::workspace<upcall::limits::small> room;
  const auto out =
      put(failed("Error status : 502."), {.callback = upcall::encoded<on_upload>}, upcall::borrowed_workspace{room});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::callback);
  CHECK(out.error().message == "Error status : 502.");
  CHECK(upcall::cause_of(out.error().message) == callback_cause::error_status);
  CHECK(out.error().stored.known);
}
