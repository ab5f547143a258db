// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <map>
#include <string>

using upcall::fault;
using upcall::recorded;

TEST_CASE("a head tells what is stored") {
  given::client oss{given::service, recorded{{{.headers = {{"Content-Length", "344606"},
                                                           {"ETag", "\"fba9dede5f27731c9771645a3986\""},
                                                           {"x-oss-hash-crc64ecma", "9223372036854775808"},
                                                           {"Content-Type", "image/jpeg"},
                                                           {"x-oss-version-id", "V"},
                                                           {"x-oss-request-id", "R"},
                                                           {"x-oss-meta-author", "me"}},
                                               .body = "a HEAD has none"}}}};
  std::map<std::string, std::string> seen;
  auto see = [&](std::string_view name, std::string_view value) { seen.emplace(name, value); };
  const auto out = oss.bucket("examplebucket").head_object("files/hello", {.header = see});
  REQUIRE(out);
  CHECK(out->status == 200);
  CHECK(out->size == 344606);
  CHECK(out->etag == "\"fba9dede5f27731c9771645a3986\"");
  CHECK(out->crc64 == 9223372036854775808u);
  CHECK(out->content_type == "image/jpeg");
  CHECK(out->version_id == "V");
  CHECK(out->request_id == "R");
  CHECK(seen["x-oss-meta-author"] == "me");
  CHECK(seen.size() == 7);

  const auto& sent = given::requests(oss).at(0);
  CHECK(sent.method == "HEAD");
  CHECK(sent.target == "/files/hello");
  CHECK_FALSE(sent.has_body);
  CHECK(sent.header("content-type") == nullptr);
}

TEST_CASE("what is not there is the service's refusal, told in a header") {
  // <Error><Code>NoSuchKey</Code><Message>m</Message><EC>0026-00000001</EC></Error>
  given::client oss{
      given::service,
      recorded{{{.status = 404,
                 .headers = {
                     {"x-oss-request-id", "R"},
                     {"x-oss-err",
                      "PEVycm9yPjxDb2RlPk5vU3VjaEtleTwvQ29kZT48TWVzc2FnZT5tPC9NZXNzYWdlPjxFQz4wMDI2LTAwMDAwMDAxPC9FQz4"
                      "8L0Vycm9yPg=="}}}}}};
  const auto out = oss.bucket("examplebucket").head_object("k");
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::server);
  CHECK(out.error().status == 404);
  CHECK(out.error().code == "NoSuchKey");
  CHECK(out.error().message == "m");
  CHECK(out.error().ec == "0026-00000001");
  CHECK(out.error().request_id == "R");
}

TEST_CASE("wrong names are refused before anything is asked") {
  given::client oss{given::service, recorded{{{}}}};
  CHECK(oss.bucket("Bad").head_object("k").error().kind == fault::client);
  CHECK(oss.bucket("examplebucket").head_object("").error().kind == fault::client);
  CHECK(given::requests(oss).empty());
}
