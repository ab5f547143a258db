// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/multipart.hpp"
#include <upcall/testing/emulator/upload_part.hpp>

using namespace upcall::testing;

TEST_CASE("a part is answered with its checksums") {
  service here{{}};
  const std::string id = begin_upload(here);
  for (const std::string number : {"1", "10000"}) {
    const auto answer = put_part(here, id, number, "123456789");
    CHECK(answer.status == 200);
    CHECK(answer.headers.get("etag") == "\"25F9E794323B453885F5181F1B624D0B\"");
    CHECK(answer.headers.get("x-oss-hash-crc64ecma") == "11051210869376104954");
    CHECK(answer.body == "");
  }
}

TEST_CASE("a number that no part can have") {
  service here{{}};
  const std::string id = begin_upload(here);
  for (const std::string number : {"0", "10001", "-1", "x", "", "1.0", "4294967297"}) {
    CAPTURE(number);
    const auto answer = put_part(here, id, number, "x");
    refused(answer, 400, "InvalidArgument");
    CHECK(element(answer.body, "ArgumentName") == "partNumber");
  }
  CHECK(here.store().hold_upload(id)->parts().empty());
}

TEST_CASE("a part of an upload that there is not") {
  service here{{}};
  const std::string id = begin_upload(here);
  const auto unknown = put_part(here, std::string(32, '0'), "1", "x");
  refused(unknown, 404, "NoSuchUpload");
  CHECK(element(unknown.body, "UploadId") == std::string(32, '0'));
  refused(put_part(here, "..", "1", "x"), 404, "NoSuchUpload");
  refused(ask(here, "PUT", "/bucket/other?partNumber=1&uploadId=" + id, {}, "x"), 404, "NoSuchUpload");
  refused(ask(here, "PUT", "/another/key?partNumber=1&uploadId=" + id, {}, "x"), 404, "NoSuchUpload");
}

TEST_CASE("a part in chunks has no length, which it needs") {
  service here{{}};
  const std::string id = begin_upload(here);
  auto chunked = raw_request("PUT", "/bucket/key?partNumber=1&uploadId=" + id, {}, "abc");
  chunked.content_length.reset();
  chunked.chunked = true;
  refused(here.handle(chunked), 411, "MissingContentLength");
  CHECK(here.store().hold_upload(id)->parts().empty());
}

TEST_CASE("an upload that ends while a part of it arrives") {
  service here{{}};
  const std::string id = begin_upload(here);
  auto late = raw_request("PUT", "/bucket/key?partNumber=1&uploadId=" + id);
  late.content_length = 1;
  late.read = [&, calls = 0](std::span<char> into) mutable {
    if (calls++ != 0) return std::optional<std::size_t>{0};
    CHECK(ask(here, "DELETE", "/bucket/key?uploadId=" + id).status == 204);
    into[0] = 'x';
    return std::optional<std::size_t>{1};
  };
  refused(here.handle(late), 404, "NoSuchUpload");
}

TEST_CASE("a part that is not what it was said to be is not kept") {
  service here{{}};
  const std::string id = begin_upload(here);
  refused(put_part(here, id, "1", "x", {{"Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="}}), 400, "InvalidDigest");
  refused(put_part(here, id, "1", "x", {{"x-oss-hash-crc64ecma", "1"}}), 400, "InvalidCRC64");
  auto lost = raw_request("PUT", "/bucket/key?partNumber=1&uploadId=" + id);
  lost.content_length = 100;
  refused(here.handle(lost), 400, "IncompleteBody");
  auto without_length = raw_request("PUT", "/bucket/key?partNumber=1&uploadId=" + id);
  without_length.content_length.reset();
  refused(here.handle(without_length), 411, "MissingContentLength");
  auto too_large = raw_request("PUT", "/bucket/key?partNumber=1&uploadId=" + id);
  too_large.content_length = 5ull * 1024 * 1024 * 1024 + 1;
  refused(here.handle(too_large), 400, "EntityTooLarge");
  CHECK(here.store().hold_upload(id)->parts().empty());
  CHECK(put_part(here, id, "1", "123456789",
                 {{"Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="}, {"x-oss-hash-crc64ecma", "11051210869376104954"}})
            .status == 200);
}
