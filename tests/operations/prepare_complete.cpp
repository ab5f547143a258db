// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>

using upcall::recorded;
using upcall::recorded_answer;
using upcall::stored_part;

namespace {

const stored_part one{1, 5, 0, {"\"E\""}};

auto completed(recorded_answer answer, bool all, const upcall::complete_upload_options& options = {}) {
  given::client oss{given::service, recorded{{std::move(answer), {.status = 404}}}};
  auto out = oss.bucket("examplebucket").complete_upload("k", "ID", std::span{&one, all ? 0u : 1u}, options);
  return std::pair{std::move(out), given::requests(oss).at(0)};
}

}  // namespace

TEST_CASE("a list of parts has a length, all parts have a header and no body") {
  const auto listed = completed({}, false).second;
  CHECK(listed.body.size() == std::string{"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;E&quot;"
                                          "</ETag></Part></CompleteMultipartUpload>"}
                                  .size());
  CHECK(listed.header("x-oss-complete-all") == nullptr);
  const auto all = completed({}, true).second;
  CHECK(all.body.empty());
  CHECK(*all.header("x-oss-complete-all") == "yes");
}

TEST_CASE("the ETag may be in the document alone; an error's document is none of success") {
  CHECK(completed({.body = "<CompleteMultipartUploadResult><ETag>\"D\"</ETag></CompleteMultipartUploadResult>"}, false)
            .first->etag == "\"D\"");
  const auto refused =
      completed({.headers = {{"ETag", "\"H\""}}, .body = "<Error><Code>InternalError</Code></Error>"}, false).first;
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "InternalError");
}
