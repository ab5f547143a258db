// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/kept_text.hpp>

using namespace upcall::testing;

TEST_CASE("an upload's facts come back byte for byte") {
  CHECK(kept_text{}.finish() == "{}");
  upload_facts facts{.id = "ID", .bucket = "bucket", .key = "a/\"b\"\n", .initiated = {1735689600}};
  CHECK(read_upload_text(upload_text(facts), "ID")->headers.size() == 0);
  facts.headers.add("Content-Type", "text/plain");
  facts.headers.add("x-oss-meta-a", "\xff\xfe \"");
  const auto read = read_upload_text(upload_text(facts), "ID");
  REQUIRE(read);
  CHECK(read->id == "ID");
  CHECK(read->bucket == "bucket");
  CHECK(read->key == facts.key);
  CHECK(read->initiated == facts.initiated);
  CHECK(read->headers.get("content-type") == "text/plain");
  CHECK(read->headers.get("x-oss-meta-a") == "\xff\xfe \"");
}

TEST_CASE("what is no upload's facts is none") {
  const std::string whole = upload_text({.bucket = "bucket", .key = "key", .initiated = {1}});
  for (std::size_t size = 0; size != whole.size() - 1; ++size)
    CHECK_FALSE(read_upload_text(whole.substr(0, size), "ID"));
  CHECK_FALSE(read_upload_text("{}", "ID"));
  CHECK_FALSE(read_upload_text(R"({"initiated":"1","headers":{"a":"?"}})", "ID"));
}
