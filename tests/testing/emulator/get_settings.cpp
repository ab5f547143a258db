// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/ask.hpp"
#include <upcall/testing/emulator/get_settings.hpp>

using namespace upcall::testing;

TEST_CASE("get_settings: an object's ACL is that of its put, or of the end of its upload in parts") {
  service here{{}};
  const auto acl = [&] { return element(ask(here, "GET", "/bucket/key?acl").body, "Grant"); };
  ask(here, "PUT", "/bucket/key", {}, "1");
  CHECK(acl() == "default");
  ask(here, "PUT", "/bucket/key", {{"x-oss-object-acl", "public-read"}}, "1");
  CHECK(acl() == "public-read");

  const header_lines on_initiate = {{"x-oss-object-acl", "public-read-write"}, {"x-oss-tagging", "a=1"}};
  const std::string id = element(ask(here, "POST", "/bucket/key?uploads", on_initiate).body, "UploadId");
  const auto part = ask(here, "PUT", "/bucket/key?partNumber=1&uploadId=" + id, {}, "1");
  const std::string document = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                               std::string{part.headers.get("etag")} + "</ETag></Part></CompleteMultipartUpload>";
  const header_lines on_complete = {{"x-oss-object-acl", "private"}, {"x-oss-tagging", "b=2"}};
  REQUIRE(ask(here, "POST", "/bucket/key?uploadId=" + id, on_complete, document).status == 200);
  CHECK(acl() == "private");
  CHECK(element(ask(here, "GET", "/bucket/key?tagging").body, "Key") == "a");
  refused(ask(here, "GET", "/bucket/none?acl"), 404, "NoSuchKey");
}

TEST_CASE("get_settings: an object's tags are given as they are, decoded") {
  service here{{}};
  ask(here, "PUT", "/bucket/key", {{"x-oss-tagging", "a%20b=c%26d"}}, "1");
  const auto answer = ask(here, "GET", "/bucket/key?tagging");
  CHECK(answer.status == 200);
  CHECK(element(answer.body, "Key") == "a b");
  CHECK(element(answer.body, "Value") == "c&amp;d");
  ask(here, "PUT", "/bucket/key", {}, "1");
  CHECK(ask(here, "GET", "/bucket/key?tagging").body.find("<Tag>") == std::string::npos);
  refused(ask(here, "GET", "/bucket/none?tagging"), 404, "NoSuchKey");
}
