// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/multipart.hpp"
#include <string>
#include <upcall/http/multipart_documents.hpp>
#include <upcall/testing/emulator/list_parts.hpp>
#include <upcall/text/xml_record.hpp>
#include <vector>

using namespace upcall::testing;

namespace {

struct page {
  upcall::parts_document document = {};
  std::vector<upcall::listed_part> parts = {};
};

page list(service& from, const std::string& id, const std::string& more = {}) {
  const auto answer = ask(from, "GET", "/bucket/key?uploadId=" + id + more);
  CHECK(answer.status == 200);
  page out;
  const auto take = [&](const upcall::listed_part& each) { out.parts.push_back(each); };
  out.document.part = {take};
  REQUIRE(upcall::read_xml(answer.body, upcall::parts_document::root, out.document));
  return out;
}

}  // namespace

TEST_CASE("the parts of an upload, with their checksums") {
  upcall::emulator_settings settings;
  settings.now = [] { return upcall::timestamp{1735689600}; };
  service here{settings};
  const std::string id = begin_upload(here);
  const auto none = list(here, id);
  CHECK(none.parts.empty());
  CHECK_FALSE(none.document.is_truncated);
  part_tag(here, id, 7, "12");
  part_tag(here, id, 2, "replaced");
  part_tag(here, id, 2, "123456789");
  const auto [document, parts] = list(here, id);
  CHECK(document.bucket == "bucket");
  CHECK(document.key == "key");
  CHECK(document.upload_id == id);
  CHECK(document.max_parts == 1000);
  CHECK(document.part_number_marker == 0);
  CHECK(document.next_part_number_marker == 7);
  CHECK_FALSE(document.is_truncated);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].part_number == 2);
  CHECK(parts[0].etag == "\"25F9E794323B453885F5181F1B624D0B\"");
  CHECK(parts[0].hash_crc64ecma == 11051210869376104954u);
  CHECK(parts[0].size == 9);
  CHECK(*parts[0].last_modified == "2025-01-01T00:00:00.000Z");
  CHECK(parts[1].part_number == 7);
}

TEST_CASE("pages of parts") {
  service here{{}};
  const std::string id = begin_upload(here);
  for (int number : {1, 3, 5, 7}) part_tag(here, id, number, "x");
  const auto first = list(here, id, "&max-parts=2");
  CHECK(first.document.is_truncated);
  CHECK(first.document.max_parts == 2);
  REQUIRE(first.parts.size() == 2);
  CHECK(first.document.next_part_number_marker == 3);
  const auto last = list(here, id, "&max-parts=2&part-number-marker=3");
  CHECK_FALSE(last.document.is_truncated);
  CHECK(last.document.part_number_marker == 3);
  REQUIRE(last.parts.size() == 2);
  CHECK(last.parts[1].part_number == 7);
  CHECK(list(here, id, "&part-number-marker=7").parts.empty());
  for (const std::string wrong : {"max-parts=0", "max-parts=1001", "max-parts=x", "part-number-marker=x"})
    refused(ask(here, "GET", "/bucket/key?uploadId=" + id + '&' + wrong), 400, "InvalidArgument");
}

TEST_CASE("a page holds a thousand parts at most") {
  service here{{}};
  const std::string id = begin_upload(here);
  for (int number = 1; number <= 1001; ++number) part_tag(here, id, number, "");
  CHECK(list(here, id).parts.size() == 1000);
  CHECK(list(here, id).document.is_truncated);
  CHECK(list(here, id, "&part-number-marker=1000").parts.size() == 1);
}

TEST_CASE("the parts of an upload whose object has a difficult name") {
  service here{{}};
  const std::string id = begin_upload(here, {}, "/bucket/a%01%C3%BC");
  const auto answer = ask(here, "GET", "/bucket/a%01%C3%BC?encoding-type=url&uploadId=" + id);
  CHECK(element(answer.body, "Key") == "a%01%C3%BC");
  CHECK(element(answer.body, "EncodingType") == "url");
}
