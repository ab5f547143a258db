// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/multipart.hpp"
#include <upcall/http/multipart_documents.hpp>
#include <upcall/testing/emulator/initiate_upload.hpp>
#include <upcall/text/xml_record.hpp>

using namespace upcall::testing;

TEST_CASE("an upload is begun, and its object is not there yet") {
  service here{{}};
  const auto answer = ask(here, "POST", "/bucket/a%20%26%2Fb?uploads");
  CHECK(answer.status == 200);
  CHECK(answer.headers.get("content-type") == "application/xml");
  upcall::initiated_document read;
  REQUIRE(upcall::read_xml(answer.body, read.root, read));
  CHECK(read.bucket == "bucket");
  CHECK(read.key == "a &/b");
  CHECK_FALSE(read.encoding_type);
  REQUIRE(here.uploads().size() == 1);
  CHECK(here.uploads()[0].id == read.upload_id.view());
  CHECK(here.uploads()[0].key == "a &/b");
  CHECK(ask(here, "HEAD", "/bucket/a%20%26%2Fb").status == 404);
  CHECK(begin_upload(here) != begin_upload(here));
}

TEST_CASE("the name is percent-encoded where that is asked for") {
  service here{{}};
  const auto answer = ask(here, "POST", "/bucket/a%01%20b?encoding-type=url&sequential&uploads");
  CHECK(element(answer.body, "EncodingType") == "url");
  CHECK(element(answer.body, "Key") == "a%01%20b");
  refused(ask(here, "POST", "/bucket/key?encoding-type=base64&uploads"), 400, "InvalidArgument");
}

TEST_CASE("what is said of the object when the upload begins stays with it") {
  service here{{}};
  const std::string id = begin_upload(
      here,
      {{"Content-Type", "text/plain"}, {"x-oss-meta-a", "b"}, {"Cache-Control", "no-cache"}, {"Expires", "never"}});
  part_tag(here, id, 1, "x");
  CHECK(complete_all(here, id).status == 200);
  const auto object = ask(here, "HEAD", "/bucket/key");
  CHECK(object.headers.get("content-type") == "text/plain");
  CHECK(object.headers.get("x-oss-meta-a") == "b");
  CHECK(object.headers.get("cache-control") == "no-cache");
  CHECK(object.headers.get("expires") == "never");
}

TEST_CASE("an upload of what may not be overwritten is not begun") {
  service here{{}};
  ask(here, "PUT", "/bucket/key", {}, "there");
  refused(ask(here, "POST", "/bucket/key?uploads", {{"x-oss-forbid-overwrite", "true"}}), 409, "FileAlreadyExists");
  CHECK(here.uploads().empty());
  begin_upload(here);
}

TEST_CASE("a callback means nothing when an upload begins") {
  service here{{}};
  begin_upload(here, {{"x-oss-callback", "no Base64"}});
  CHECK(here.callbacks().sent().empty());
}
