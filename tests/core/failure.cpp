// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/core/failure.hpp>

using namespace upcall;

TEST_CASE("a failure says what kind it is, why, and with which status") {
  constexpr failure one{fault::server, "the service refused", 403};
  STATIC_REQUIRE(one.kind == fault::server);
  STATIC_REQUIRE(one.message == "the service refused");
  STATIC_REQUIRE(one.status == 403);
  STATIC_REQUIRE(one.cause == callback_cause::unknown);
  STATIC_REQUIRE_FALSE(one.outcome_unknown);
  STATIC_REQUIRE_FALSE(one.stored.known);
  STATIC_REQUIRE_FALSE(one.stored.has_crc64);
  STATIC_REQUIRE(failure{fault::transport, "no answer"}.status == 0);
}

TEST_CASE("a failure that is set again has nothing of the one before") {
  failure again{fault::callback, "the first", 203};
  again.cause = callback_cause::timed_out;
  again.outcome_unknown = true;
  again.code.append("CallbackFailed");
  again.request_id.append("id");
  again.ec.append("0007-00000202");
  again.stored.known = again.callback_may_have_run = true;
  again.set(fault::transport, "the second");
  CHECK(again.kind == fault::transport);
  CHECK(again.cause == callback_cause::unknown);
  CHECK_FALSE(again.outcome_unknown);
  CHECK_FALSE(again.callback_may_have_run);
  CHECK(again.status == 0);
  CHECK(again.message == "the second");
  CHECK(again.code.empty());
  CHECK(again.request_id.empty());
  CHECK(again.ec.empty());
  CHECK_FALSE(again.stored.known);
}

TEST_CASE("whether the object is stored all the same, and whether a callback may have been made") {
  failure why{fault::transport, "no answer"};
  CHECK(why.outcome() == settlement::not_stored);
  why.judge_callback(true);
  CHECK_FALSE(why.callback_may_have_run);
  why.outcome_unknown = true;
  CHECK(why.outcome() == settlement::unknown);
  why.judge_callback(false);
  CHECK_FALSE(why.callback_may_have_run);
  why.judge_callback(true);
  CHECK(why.callback_may_have_run);
  // Found to be stored, while what the application server said is not known.
  why.stored.known = true;
  CHECK(why.outcome() == settlement::stored);
  why.judge_callback(true);
  CHECK(why.callback_may_have_run);
  failure refused{fault::callback, "Error status : 502.", 203};
  refused.judge_callback(false);
  CHECK(refused.callback_may_have_run);
}

TEST_CASE("a failure owns its text, of which too much is cut") {
  failure kept;
  {
    const std::string why(500, 'x');
    kept = failure{fault::client, why};
  }
  CHECK(kept.message.view() == std::string(200, 'x'));
  CHECK(kept.message.cut());
}
