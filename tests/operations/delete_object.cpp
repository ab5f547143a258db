// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"

using upcall::fault;
using upcall::recorded;

TEST_CASE("a delete says that the object is gone") {
  given::client oss{given::service,
                    recorded{{{.status = 204, .headers = {{"x-oss-request-id", "R"}, {"x-oss-version-id", "V"}}}}}};
  const auto out = oss.bucket("examplebucket").delete_object("files/hello");
  REQUIRE(out);
  CHECK(out->status == 204);
  CHECK(out->request_id == "R");
  CHECK(out->version_id == "V");
  const auto& sent = given::requests(oss).at(0);
  CHECK(sent.method == "DELETE");
  CHECK(sent.target == "/files/hello");
  CHECK_FALSE(sent.has_body);
}

TEST_CASE("a delete that is refused says why, and an empty key deletes no bucket") {
  given::client oss{given::service, recorded{{{.status = 403, .body = "<Error><Code>AccessDenied</Code></Error>"}}}};
  auto bucket = oss.bucket("examplebucket");
  const auto out = bucket.delete_object("k");
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "AccessDenied");
  CHECK(bucket.delete_object("").error().kind == fault::client);
  CHECK(given::requests(oss).size() == 1);
}
