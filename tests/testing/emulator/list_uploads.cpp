// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/multipart.hpp"
#include <algorithm>
#include <string>
#include <upcall/testing/emulator/list_uploads.hpp>
#include <vector>

using namespace upcall::testing;

namespace {

// The texts of all elements of this name.
std::vector<std::string> all_of(std::string_view document, const std::string& name) {
  std::vector<std::string> out;
  for (std::size_t at = document.find('<' + name + '>'); at != document.npos; at = document.find('<' + name + '>')) {
    document.remove_prefix(at);
    out.push_back(element(document, name));
    document.remove_prefix(1);
  }
  return out;
}

std::string list(service& from, const std::string& more = {}) {
  const auto answer = ask(from, "GET", "/bucket?uploads" + more);
  CHECK(answer.status == 200);
  return answer.body;
}

}  // namespace

TEST_CASE("the open uploads of a bucket") {
  upcall::emulator_settings settings;
  settings.now = [] { return upcall::timestamp{1735689600}; };
  service here{settings};
  CHECK(all_of(list(here), "Upload").empty());
  const std::string b = begin_upload(here, {}, "/bucket/b"), a = begin_upload(here, {}, "/bucket/a");
  begin_upload(here, {}, "/another/a");
  const std::string document = list(here);
  CHECK(element(document, "Bucket") == "bucket");
  CHECK(element(document, "IsTruncated") == "false");
  CHECK(element(document, "MaxUploads") == "1000");
  CHECK(all_of(document, "Key") == std::vector<std::string>{"a", "b"});
  CHECK(all_of(document, "UploadId") == std::vector<std::string>{a, b});
  CHECK(element(document, "Initiated") == "2025-01-01T00:00:00.000Z");
  CHECK(element(document, "StorageClass") == "Standard");

  auto by_host = raw_request("GET", "/?uploads", {{"Host", "bucket.oss-cn-hangzhou.aliyuncs.com"}});
  CHECK(all_of(here.handle(by_host).body, "UploadId") == std::vector<std::string>{a, b});
  part_tag(here, a, 1, "x");
  CHECK(ask(here, "DELETE", "/bucket/a?uploadId=" + a).status == 204);
  CHECK(all_of(list(here), "UploadId") == std::vector<std::string>{b});
}

TEST_CASE("pages of uploads, several of one object among them") {
  service here{{}};
  std::vector<std::string> ids;
  for (const std::string key : {"a", "b", "b", "b", "c"}) ids.push_back(begin_upload(here, {}, "/bucket/" + key));
  std::sort(ids.begin() + 1, ids.begin() + 4);
  std::vector<std::string> got;
  std::string more = "&max-uploads=2";
  for (const std::string truncated : {"true", "true", "false"}) {
    const std::string page = list(here, more);
    CHECK(element(page, "IsTruncated") == truncated);
    for (const std::string& each : all_of(page, "UploadId")) got.push_back(each);
    more = "&max-uploads=2&key-marker=" + element(page, "NextKeyMarker") +
           "&upload-id-marker=" + element(page, "NextUploadIdMarker");
  }
  CHECK(got == ids);
  CHECK(all_of(list(here, "&key-marker=b"), "Key") == std::vector<std::string>{"c"});
  CHECK(all_of(list(here, "&upload-id-marker=" + ids[0]), "UploadId") == ids);
}

TEST_CASE("uploads whose names begin alike") {
  service here{{}};
  for (const std::string key : {"a", "dir/a", "dir/%01", "dis"}) begin_upload(here, {}, "/bucket/" + key);
  const std::string document = list(here, "&prefix=dir/&encoding-type=url");
  CHECK(all_of(document, "Key") == std::vector<std::string>{"dir%2F%01", "dir%2Fa"});
  CHECK(element(document, "Prefix") == "dir%2F");
  CHECK(all_of(list(here, "&prefix=e"), "Key").empty());
}

TEST_CASE("what cannot be listed") {
  service here{{}};
  refused(ask(here, "GET", "/bucket?uploads&delimiter=/"), 501, "NotImplemented");
  refused(ask(here, "GET", "/bucket?uploads&max-uploads=1001"), 400, "InvalidArgument");
  refused(ask(here, "GET", "/bucket?uploads&encoding-type=x"), 400, "InvalidArgument");
  refused(ask(here, "GET", "/Bucket?uploads"), 400, "InvalidBucketName");
}
