// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <upcall/policies/workspace/stack.hpp>

using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;

namespace {

std::string part(int number) {
  return "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><LastModified>2012-02-23T07:01:34.000Z" +
         "</LastModified><ETag>\"E" + std::to_string(number) + "\"</ETag><HashCrc64ecma>" + std::to_string(number * 7) +
         "</HashCrc64ecma><Size>102400</Size></Part>";
}
recorded_answer page(const std::string& parts, int next = 0) {
  return {.headers = {{"x-oss-request-id", "R" + std::to_string(next)}},
          .body =
              "<?xml version=\"1.0\"?>\n<ListPartsResult xmlns=\"http://doc.oss-cn-hangzhou.aliyuncs.com\">"
              "<Bucket>examplebucket</Bucket><Key>k</Key><UploadId>I</UploadId><NextPartNumberMarker>" +
              std::to_string(next) + "</NextPartNumberMarker><MaxParts>1000</MaxParts><IsTruncated>" +
              (next != 0 ? "true" : "false") + "</IsTruncated>" + parts + "</ListPartsResult>"};
}

// What is told of each part, as a text.
struct told {
  std::string text = {};
  void operator()(const upcall::listed_part& each) {
    text += std::to_string(each.part_number) + ":" + std::string{each.etag} + ":" + std::to_string(each.size) + ":" +
            (each.hash_crc64ecma ? std::to_string(*each.hash_crc64ecma) : "-") + " ";
  }
};

struct tight : upcall::limits::hosted {
  static constexpr std::size_t answer = 700;
};

}  // namespace

TEST_CASE("parts are listed over all pages, each once") {
  given::client oss{given::service, recorded{{page(part(1) + part(2), 2), page(part(9), 9), page("")}}};
  told parts;
  const auto out = oss.bucket("examplebucket").list_parts("a b", "I", parts);
  REQUIRE(out);
  CHECK(parts.text == "1:\"E1\":102400:7 2:\"E2\":102400:14 9:\"E9\":102400:63 ");
  CHECK(out->parts == 3);
  CHECK(out->pages == 3);
  CHECK(out->request_id == "R0");
  const auto& sent = given::requests(oss);
  REQUIRE(sent.size() == 3);
  // A page holds what the workspace has room for.
  CHECK(sent[0].method == "GET");
  CHECK(sent[0].target == "/a%20b?encoding-type=url&max-parts=40&uploadId=I");
  CHECK(sent[1].target == "/a%20b?encoding-type=url&max-parts=40&part-number-marker=2&uploadId=I");
  CHECK(sent[2].target == "/a%20b?encoding-type=url&max-parts=40&part-number-marker=9&uploadId=I");
  CHECK_FALSE(sent[0].has_body);
  CHECK(sent[0].headers.size() == 3);  // the signature's
}

TEST_CASE("a page holds at most 1,000 parts, and one at least") {
  using upcall::detail::page_size;
  STATIC_REQUIRE(page_size(0, 300) == 1);
  STATIC_REQUIRE(page_size(4096, 300) == 1);
  STATIC_REQUIRE(page_size(4097, 300) == 1);
  STATIC_REQUIRE(page_size(4096 + 300 * 2, 300) == 2);
  STATIC_REQUIRE(page_size(4096 + 300 * 1000 - 1, 300) == 999);
  STATIC_REQUIRE(page_size(std::size_t{1} << 40, 300) == 1000);
}

TEST_CASE("pages that do not go on end the call, they are not asked for for ever") {
  for (int next : {1, 2}) {
    given::client oss{given::service, recorded{{page(part(1) + part(2), 2), page(part(2), next), page(part(3))}}};
    told parts;
    const auto out = oss.bucket("examplebucket").list_parts("k", "I", parts);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().message.view().find("circles") != std::string_view::npos);
    CHECK(given::requests(oss).size() == 2);
  }
}

TEST_CASE("a first page that says that it goes on from nowhere") {
  recorded_answer from_nowhere = page("");
  from_nowhere.body.replace(from_nowhere.body.find("false"), 5, "true");
  given::client oss{given::service, recorded{{from_nowhere, page(part(1))}}};
  told parts;
  const auto out = oss.bucket("examplebucket").list_parts("k", "I", parts);
  REQUIRE_FALSE(out);
  CHECK(out.error().message.view().find("circles") != std::string_view::npos);
}

TEST_CASE("a page that is cut for want of room is asked for again with half the parts, and none is told twice") {
  std::string many;
  for (int number = 1; number <= 200; ++number) many += part(number);
  REQUIRE(many.size() > upcall::limits::hosted::answer);
  given::client oss{given::service, recorded{{page(many), page(many), page(part(1) + part(2), 2), page(part(3))}}};
  told parts;
  const auto out = oss.bucket("examplebucket").list_parts("k", "I", parts);
  REQUIRE(out);
  CHECK(parts.text == "1:\"E1\":102400:7 2:\"E2\":102400:14 3:\"E3\":102400:21 ");
  CHECK(out->pages == 2);
  const auto& sent = given::requests(oss);
  REQUIRE(sent.size() == 4);
  CHECK(sent[1].target == "/k?encoding-type=url&max-parts=20&uploadId=I");
  CHECK(sent[2].target == "/k?encoding-type=url&max-parts=10&uploadId=I");
  CHECK(sent[3].target == "/k?encoding-type=url&max-parts=10&part-number-marker=2&uploadId=I");
}

TEST_CASE("a page of one part that does not fit is said to be the workspace's fault") {
  given::client oss{given::service, recorded{{page(part(1) + part(2) + part(3))}}, upcall::stack_workspace<tight>{}};
  told parts;
  const auto out = oss.bucket("examplebucket").list_parts("k", "I", parts);
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::client);
  CHECK(out.error().message.view().starts_with("workspace: "));
  CHECK(parts.text.empty());
  CHECK(given::requests(oss).at(0).target == "/k?encoding-type=url&max-parts=1&uploadId=I");
}

TEST_CASE("an answer that is no list is none, and nothing of it is told") {
  const std::string whole = page(part(1)).body;
  for (const std::string& body :
       {std::string{}, std::string{"{}"}, std::string{"<html></html>"}, whole.substr(0, whole.size() - 1),
        "<Other" + whole, whole + "x", page("<Part><PartNumber>-1</PartNumber></Part>").body,
        page("<Part><PartNumber>4294967296</PartNumber></Part>").body,
        page("<Part><ETag>" + std::string(49, 'e') + "</ETag></Part>").body}) {
    INFO(body);
    given::client oss{given::service, recorded{{{.body = body}}}};
    told parts;
    const auto out = oss.bucket("examplebucket").list_parts("k", "I", parts);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().status == 200);
    CHECK(parts.text.empty());
    CHECK(given::requests(oss).size() == 1);
  }
}

TEST_CASE("parts without a checksum, and a key with control characters") {
  recorded_answer answer = page("<Part><PartNumber>1</PartNumber><ETag>&quot;E&quot;</ETag><Size>5</Size></Part>");
  answer.body.replace(answer.body.find("<Key>k"), 6, "<EncodingType>url</EncodingType><Key>a%01%02");
  given::client oss{given::service, recorded{{answer}}};
  told parts;
  REQUIRE(oss.bucket("examplebucket").list_parts("a\x01\x02", "I", parts));
  CHECK(parts.text == "1:\"E\":5:- ");
  CHECK(given::requests(oss).at(0).target.rfind("/a%01%02?", 0) == 0);
}

TEST_CASE("an upload that is gone is the service's refusal; without an id nothing is asked") {
  given::client oss{given::service, recorded{{{.status = 404, .body = "<Error><Code>NoSuchUpload</Code></Error>"}}}};
  told parts;
  const auto out = oss.bucket("examplebucket").list_parts("k", "I", parts);
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "NoSuchUpload");
  CHECK(oss.bucket("examplebucket").list_parts("k", "", parts).error().kind == fault::client);
  CHECK(given::requests(oss).size() == 1);
}
