// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"

using upcall::fault;
using upcall::recorded;

TEST_CASE("an abort names the upload, and tells that it is gone") {
  given::client oss{given::service, recorded{{{.status = 204, .headers = {{"x-oss-request-id", "R"}}}}}};
  const auto out = oss.bucket("examplebucket").abort_upload("files/hello", "I+/=");
  REQUIRE(out);
  CHECK(out->status == 204);
  CHECK(out->request_id == "R");
  const auto& sent = given::requests(oss).at(0);
  CHECK(sent.method == "DELETE");
  CHECK(sent.target == "/files/hello?uploadId=I%2B%2F%3D");
  CHECK_FALSE(sent.has_body);
  CHECK(sent.headers.size() == 3);  // the signature's
}

TEST_CASE("an upload that is not there is the service's refusal") {
  given::client oss{given::service, recorded{{{.status = 404, .body = "<Error><Code>NoSuchUpload</Code></Error>"}}}};
  const auto out = oss.bucket("examplebucket").abort_upload("k", "I");
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::server);
  CHECK(out.error().status == 404);
  CHECK(out.error().code == "NoSuchUpload");
}

TEST_CASE("an abort without an upload id deletes no object") {
  given::client oss{given::service, recorded{{{.status = 204}}}};
  auto bucket = oss.bucket("examplebucket");
  CHECK(bucket.abort_upload("k", "").error().kind == fault::client);
  CHECK(bucket.abort_upload("", "I").error().kind == fault::client);
  CHECK(given::requests(oss).empty());
}
