// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/multipart.hpp"
#include <upcall/testing/emulator/abort_upload.hpp>

using namespace upcall::testing;

TEST_CASE("an upload that is given up is gone, and no other") {
  service here{{}};
  const std::string id = begin_upload(here), other = begin_upload(here);
  part_tag(here, id, 1, "x");
  refused(ask(here, "DELETE", "/bucket/another?uploadId=" + id), 404, "NoSuchUpload");
  const auto answer = ask(here, "DELETE", "/bucket/key?uploadId=" + id);
  CHECK(answer.status == 204);
  CHECK(answer.body == "");
  refused(ask(here, "DELETE", "/bucket/key?uploadId=" + id), 404, "NoSuchUpload");
  refused(put_part(here, id, "1", "x"), 404, "NoSuchUpload");
  refused(complete_all(here, id), 404, "NoSuchUpload");
  refused(ask(here, "GET", "/bucket/key?uploadId=" + id), 404, "NoSuchUpload");
  REQUIRE(here.uploads().size() == 1);
  CHECK(here.uploads()[0].id == other);
}
