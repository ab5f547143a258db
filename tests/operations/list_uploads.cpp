// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>

using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;

namespace {

std::string upload(const std::string& key, const std::string& id, const char* begun = "2023-11-14T22:13:20.000Z") {
  return "<Upload><Key>" + key + "</Key><UploadId>" + id + "</UploadId><StorageClass>Standard</StorageClass>" +
         "<Initiated>" + begun + "</Initiated></Upload>";
}
recorded_answer page(const std::string& uploads, const std::string& next_key = "", const std::string& next_id = "",
                     bool encoded = true) {
  return {.headers = {{"x-oss-request-id", "R"}},
          .body = "<ListMultipartUploadsResult>" + std::string{encoded ? "<EncodingType>url</EncodingType>" : ""} +
                  "<Bucket>examplebucket</Bucket><NextKeyMarker>" + next_key + "</NextKeyMarker><NextUploadIdMarker>" +
                  next_id + "</NextUploadIdMarker><IsTruncated>" + (next_key.empty() ? "false" : "true") +
                  "</IsTruncated>" + uploads + "</ListMultipartUploadsResult>"};
}

struct told {
  std::string text = {};
  void operator()(const upcall::listed_upload& each) {
    text += std::string{each.key} + ":" + std::string{each.upload_id} + ":" + std::to_string(each.begun.seconds) + " ";
  }
};

}  // namespace

TEST_CASE("unfinished uploads are listed over all pages, keys as they are") {
  given::client oss{given::service, recorded{{page(upload("a%2Fb%01", "1") + upload("a%2Fc+", "2"), "a%2Fc+", "2"),
                                              page(upload("a%2Fc+", "3"), "a%2Fc+", "3"), page("")}}};
  told uploads;
  const auto out = oss.bucket("examplebucket").list_uploads("a/", uploads);
  REQUIRE(out);
  CHECK(uploads.text == "a/b\x01:1:1700000000 a/c+:2:1700000000 a/c+:3:1700000000 ");
  CHECK(out->uploads == 3);
  CHECK(out->pages == 3);
  CHECK(out->request_id == "R");
  const auto& sent = given::requests(oss);
  REQUIRE(sent.size() == 3);
  CHECK(sent[0].method == "GET");
  CHECK(sent[0].host == "examplebucket.oss-cn-hangzhou.aliyuncs.com");
  CHECK(sent[0].target == "/?encoding-type=url&max-uploads=8&prefix=a%2F&uploads");
  CHECK(sent[1].target ==
        "/?encoding-type=url&key-marker=a%2Fc%2B&max-uploads=8&prefix=a%2F&upload-id-marker=2&uploads");
  CHECK(sent[2].target ==
        "/?encoding-type=url&key-marker=a%2Fc%2B&max-uploads=8&prefix=a%2F&upload-id-marker=3&uploads");
}

TEST_CASE("all uploads of a bucket; keys that are not encoded, times that are none") {
  given::client oss{given::service,
                    recorded{{page(upload("a%2Fb", "1", "yesterday") + upload("c&amp;d", "2"), "", "", false)}}};
  told uploads;
  REQUIRE(oss.bucket("examplebucket").list_uploads("", uploads));
  CHECK(uploads.text == "a%2Fb:1:0 c&d:2:1700000000 ");
  CHECK(given::requests(oss).at(0).target == "/?encoding-type=url&max-uploads=8&uploads");
}

TEST_CASE("pages of uploads that do not go on end the call") {
  for (const auto& [key, id] : {std::pair{"b", "2"}, {"b", "1"}, {"b", ""}, {"a", "9"}}) {
    INFO(key << id);
    given::client oss{given::service, recorded{{page(upload("b", "2"), "b", "2"), page(upload("b", "2"), key, id),
                                                page(upload("b", "2"), "b", "2"), page(upload("b", "2"), key, id)}}};
    told uploads;
    const auto out = oss.bucket("examplebucket").list_uploads("", uploads);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().message.view().find("circles") != std::string_view::npos);
    CHECK(given::requests(oss).size() == 2);
  }
}

TEST_CASE("a page of uploads that is cut for want of room is asked for again with half of them") {
  std::string many;
  for (int i = 1; i <= 8; ++i) many += upload(std::string(3 * 1000, 'k'), std::to_string(i));
  REQUIRE(many.size() > upcall::limits::hosted::answer);
  given::client oss{given::service, recorded{{page(many), page(upload("k", "1"))}}};
  told uploads;
  REQUIRE(oss.bucket("examplebucket").list_uploads("k", uploads));
  CHECK(uploads.text == "k:1:1700000000 ");
  CHECK(given::requests(oss).at(1).target == "/?encoding-type=url&max-uploads=4&prefix=k&uploads");
}

TEST_CASE("the longest key, every byte of it encoded") {
  std::string key(1023, '\x01'), encoded;
  for (std::size_t i = 0; i != key.size(); ++i) encoded += "%01";
  given::client oss{given::service, recorded{{page(upload(encoded, "1"), encoded, "1"), page("")}}};
  told uploads;
  REQUIRE(oss.bucket("examplebucket").list_uploads(key, uploads));
  CHECK(uploads.text == key + ":1:1700000000 ");
  CHECK(given::requests(oss).at(1).target.find("key-marker=" + encoded + "&") != std::string::npos);
}

TEST_CASE("an answer that is no list of uploads, a refusal, a wrong bucket") {
  for (const char* body : {"", "hello", "<ListMultipartUploadsResult>", "<ListPartsResult></ListPartsResult>"}) {
    given::client oss{given::service, recorded{{{.body = body}}}};
    told uploads;
    const auto out = oss.bucket("examplebucket").list_uploads("", uploads);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
  }
  given::client oss{given::service, recorded{{{.status = 403, .body = "<Error><Code>AccessDenied</Code></Error>"}}}};
  told uploads;
  CHECK(oss.bucket("examplebucket").list_uploads("", uploads).error().code == "AccessDenied");
  CHECK(oss.bucket("Bad").list_uploads("", uploads).error().kind == fault::client);
  CHECK(given::requests(oss).size() == 1);
}
