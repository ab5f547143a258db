// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <upcall/policies/retry/exponential_backoff.hpp>

using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;

namespace {

auto answered_with(recorded_answer answer) {
  given::client oss{given::service, recorded{{std::move(answer)}}};
  return oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
}

}  // namespace

TEST_CASE("an answer that says nothing of the object is no success: whose it is, is not known") {
  for (int status : {200, 201, 204, 206}) {
    const auto out = answered_with({status, {{"Content-Type", "text/html"}}, "<html>Sign in to this network</html>"});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().status == status);
    CHECK(out.error().outcome() == upcall::settlement::unknown);
    CHECK(out.error().message == "the answer does not say that the object is stored; is this the service's address?");
  }
}

TEST_CASE("an ETag, a CRC-64 or a request id is enough: endpoints of one's own may not have all") {
  CHECK(answered_with({200, {{"ETag", "\"E\""}}}));
  CHECK(answered_with({200, {{"x-oss-hash-crc64ecma", "11177612005948864433"}}}));
  CHECK(answered_with({200, {{"x-oss-request-id", "R"}}}));
}

TEST_CASE("with a callback, what is stored is asked after an answer that says nothing") {
  for (const bool stored : {false, true}) {
    const recorded_answer found =
        stored ? recorded_answer{200, {{"Content-Length", "5"}, {"x-oss-hash-crc64ecma", "11177612005948864433"}}}
               : recorded_answer{404};
    given::client oss{given::service, recorded{{{200, {{"Content-Type", "text/html"}}, "<html></html>"}, found}},
                      upcall::exponential_backoff{}};
    const upcall::callback on_upload{.url = "http://app.example.com/", .body = "b=${bucket}"};
    const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, {.callback = on_upload});
    REQUIRE_FALSE(out);
    CHECK(out.error().outcome() == (stored ? upcall::settlement::stored : upcall::settlement::not_stored));
    CHECK(out.error().callback_may_have_run == stored);
    CHECK(given::requests(oss).size() == 2);
  }
}
