// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"

using upcall::fault;
using upcall::recorded;

namespace {

auto answered_with(upcall::recorded_answer answer) {
  given::client oss{given::service, recorded{{std::move(answer)}}};
  return oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
}

}  // namespace

TEST_CASE("every 2xx is a success, and nothing else") {
  for (int status : {200, 201, 202, 203, 204, 206}) CHECK(answered_with({.status = status}));
  for (int status : {100, 199, 300, 301, 304, 400, 403, 404, 500, 503, 0}) {
    const auto out = answered_with({.status = status});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::server);
    CHECK(out.error().status == status);
  }
}

TEST_CASE("a refusal carries what the service said") {
  const auto out = answered_with({.status = 403,
                                  .headers = {{"x-oss-request-id", "R"}, {"x-oss-ec", "0003-00000001"}},
                                  .body = "<Error><Code>AccessDenied</Code><Message>no &amp; no</Message></Error>"});
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "AccessDenied");
  CHECK(out.error().message == "no & no");
  CHECK(out.error().request_id == "R");
  CHECK(out.error().ec == "0003-00000001");
  CHECK_FALSE(out.error().stored.known);
  CHECK_FALSE(out.error().outcome_unknown);
}

TEST_CASE("an answer of somebody else's is asked about") {
  const auto out = answered_with({.status = 502, .body = "<!DOCTYPE html><html><h1>502 Bad Gateway</h1></html>"});
  REQUIRE_FALSE(out);
  CHECK(out.error().message.view().find("is this its address?") != std::string_view::npos);
  CHECK_FALSE(out.error().message.cut());
}

TEST_CASE("a proxy that refuses its credentials is told from a wrong address") {
  const auto out = answered_with({.status = 407, .body = "<html>407</html>"});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::server);
  CHECK(out.error().message == "the proxy wants other credentials");
}
