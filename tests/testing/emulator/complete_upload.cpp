// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/multipart.hpp"
#include "testing/temporary_folder.hpp"
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/http/multipart_documents.hpp>
#include <upcall/testing/emulator/complete_upload.hpp>
#include <upcall/text/xml_record.hpp>

using namespace upcall::testing;

namespace {

std::string tag_of(std::string_view text) { return '"' + upper_hex(digest(EVP_md5(), text)) + '"'; }

std::string callback_to(const std::string& url, const std::string& body) {
  return base64_of(nlohmann::json{{"callbackUrl", url}, {"callbackBody", body}}.dump());
}

upcall::emulator_settings answering(callback_answer answer) {
  upcall::emulator_settings out;
  out.deliver = [answer](const callback_post&) { return answer; };
  return out;
}

}  // namespace

TEST_CASE("an upload becomes an object, in memory and on disk") {
  const temporary_folder folder;
  upcall::emulator_settings settings;
  if (GENERATE(false, true)) settings.root = folder.path;
  service here{settings};
  const std::string id = begin_upload(here, {{"Content-Type", "text/plain"}});
  part_tag(here, id, 5, "left out");
  const std::string second = part_tag(here, id, 9, "end"), first = part_tag(here, id, 3, large_enough);
  const auto answer = complete(here, id, completion_of({{3, first}, {9, second}}));
  CHECK(answer.status == 200);
  CHECK(answer.headers.get("content-type") == "application/xml");
  upcall::crc64 crc;
  crc.append(large_enough + "end");
  CHECK(answer.headers.get("x-oss-hash-crc64ecma") == std::to_string(crc.value()));
  upcall::completed_document read;
  REQUIRE(upcall::read_xml(answer.body, read.root, read));
  CHECK(read.bucket == "bucket");
  CHECK(read.key == "key");
  CHECK(read.location == "http://localhost:1/bucket/key");
  CHECK(read.etag == answer.headers.get("etag"));
  CHECK(read.etag.view().ends_with("-2\""));
  CHECK_FALSE(answer.headers.find("content-md5"));

  const auto object = ask(here, "GET", "/bucket/key");
  CHECK(whole_body(object) == large_enough + "end");
  CHECK(object.headers.get("etag") == answer.headers.get("etag"));
  CHECK(object.headers.get("x-oss-hash-crc64ecma") == answer.headers.get("x-oss-hash-crc64ecma"));
  CHECK(object.headers.get("content-type") == "text/plain");
  CHECK(here.uploads().empty());
  refused(complete(here, id, completion_of({{3, first}, {9, second}})), 404, "NoSuchUpload");
}

TEST_CASE("all the parts that there are") {
  service here{{}};
  const std::string id = begin_upload(here);
  part_tag(here, id, 2, "end");
  part_tag(here, id, 1, large_enough);
  refused(complete(here, id, "x", {{"x-oss-complete-all", "yes"}}), 400, "InvalidArgument");
  auto without_length = raw_request("POST", "/bucket/key?encoding-type=url&uploadId=" + id,
                                    {{"x-oss-complete-all", "yes"}});
  const auto answer = here.handle(without_length);
  CHECK(answer.status == 200);
  CHECK(element(answer.body, "EncodingType") == "url");
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == large_enough + "end");
}

TEST_CASE("an upload that cannot be completed stays as it was, and so does the object of that name") {
  service here{{}};
  ask(here, "PUT", "/bucket/key", {}, "there");
  const std::string id = begin_upload(here);
  const std::string small = part_tag(here, id, 1, "small"), last = part_tag(here, id, 2, "last");
  refused(complete(here, id, completion_of({{1, small}, {2, last}})), 400, "EntityTooSmall");
  refused(complete(here, id, completion_of({{2, last}, {1, small}})), 400, "InvalidPartOrder");
  refused(complete(here, id, completion_of({{2, tag_of("other")}})), 400, "InvalidPart");
  refused(complete(here, id, completion_of({})), 400, "MalformedXML");
  refused(ask(here, "POST", "/bucket/other?uploadId=" + id, {}, completion_of({{2, last}})), 404, "NoSuchUpload");
  refused(complete(here, id, completion_of({{2, last}}), {{"x-oss-forbid-overwrite", "true"}}), 409,
          "FileAlreadyExists");
  refused(complete(here, id, completion_of({{2, last}}), {{"x-oss-callback", "no Base64"}}), 400, "InvalidArgument");
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "there");
  CHECK(here.store().hold_upload(id)->parts().size() == 2);
  CHECK(complete(here, id, completion_of({{2, last}})).status == 200);
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "last");
}

TEST_CASE("the application's answer takes the place of the document") {
  service here{answering({.body = R"({"ok":true})"})};
  const std::string id = begin_upload(here, {}, "/bucket/key");
  part_tag(here, id, 1, "123456789");
  const auto answer = complete(
      here, id, "",
      {{"x-oss-complete-all", "yes"},
       {"x-oss-callback",
        callback_to("http://127.0.0.1/app", "${operation}&${object}&${size}&${crc64}&${etag}&${contentMd5}&${x:a}")},
       {"x-oss-callback-var", base64_of(R"({"x:a":"b"})")}});
  CHECK(answer.status == 200);
  CHECK(answer.body == R"({"ok":true})");
  CHECK(answer.headers.get("content-type") == "application/json");
  CHECK(answer.headers.get("x-oss-hash-crc64ecma") == "11051210869376104954");
  const std::string etag = std::string{answer.headers.get("etag")};
  REQUIRE(here.callbacks().sent().size() == 1);
  CHECK(here.callbacks().sent()[0].body == "CompleteMultipartUpload&key&9&11051210869376104954&" +
                                               etag.substr(1, etag.size() - 2) + "&&b");
}

TEST_CASE("a callback that failed leaves the object, and says what it is") {
  service here{answering({.status = 500})};
  const std::string id = begin_upload(here);
  part_tag(here, id, 1, "123456789");
  const auto answer =
      complete(here, id, "", {{"x-oss-complete-all", "yes"}, {"x-oss-callback", callback_to("http://127.0.0.1", "a")}});
  refused(answer, 203, "CallbackFailed");
  CHECK(answer.headers.get("x-oss-hash-crc64ecma") == "11051210869376104954");
  CHECK(answer.headers.get("etag") == ask(here, "HEAD", "/bucket/key").headers.get("etag"));
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "123456789");
  refused(complete_all(here, id), 404, "NoSuchUpload");
}

TEST_CASE("what the parts show when they are joined is what the callback tells") {
  using namespace std::string_literals;
  const std::string gif = "GIF89a\x02\x00\x03\x00"s;
  service here{answering({.body = "{}"})};
  const std::string id = begin_upload(here);
  part_tag(here, id, 1, gif);
  const header_lines headers{
      {"x-oss-complete-all", "yes"},
      {"x-oss-callback", callback_to("http://127.0.0.1", "${imageInfo.width}x${imageInfo.height}")}};
  CHECK(complete(here, id, "", headers).status == 200);
  CHECK(here.callbacks().sent().at(0).body == "2x3");
}

TEST_CASE("answers that are lost after an upload was completed") {
  service here{{}};
  const std::string id = begin_upload(here), other = begin_upload(here);
  here.faults().add("POST?uploadId:1:after=503");
  here.faults().add("POST?uploadId:2:after=404");
  here.faults().add("POST?uploadId:3:lost");
  part_tag(here, id, 1, "123456789");
  refused(complete_all(here, id), 503, "ServiceUnavailable");
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "123456789");
  part_tag(here, other, 1, "another");
  refused(complete_all(here, other), 404, "NoSuchUpload");
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "another");
  CHECK(complete_all(here, id).cut_after == 0);
  CHECK(here.uploads().empty());
}
