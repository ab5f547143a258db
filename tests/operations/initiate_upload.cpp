// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <upcall/policies/retry/exponential_backoff.hpp>

using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;

namespace {

recorded_answer begun(const std::string& id) {
  return {.headers = {{"x-oss-request-id", "R"}},
          .body =
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<InitiateMultipartUploadResult>\n"
              "<EncodingType>url</EncodingType><Bucket>examplebucket</Bucket><Key>k</Key>"
              "<UploadId>" +
              id + "</UploadId></InitiateMultipartUploadResult>"};
}

struct tight : upcall::limits::hosted {
  static constexpr std::size_t answer = 64;
};
// Its first answer ends within the upload's id; they come in pieces.
struct cut_then_whole {
  using role = upcall::role::transport;
  std::size_t piece;
  int calls = 0;

  upcall::result<upcall::nothing> send(const upcall::signed_request&, upcall::body auto&, upcall::response& answer) {
    const bool first = ++calls == 1;
    std::string body = begun(first ? "OLD" : "I").body;
    if (first) body.resize(body.find("OLD") + 2);
    answer.status = 200;
    for (std::size_t at = 0; at < body.size(); at += piece) answer.append(std::string_view{body}.substr(at, piece));
    if (first) return upcall::transport_failure("the answer ended early", true);
    return upcall::nothing{};
  }
};
struct tight_device : upcall::limits::small {
  static constexpr std::size_t answer = 1;
};

}  // namespace

TEST_CASE("an upload is begun with all that the object will have, and gets a name") {
  given::client oss{given::service, recorded{{begun("0004B9894A22E5B1888A1E29F823****")}}};
  const auto out = oss.bucket("examplebucket")
                       .initiate_upload("a/b c\x01", {.content_type = "text/plain",
                                                      .metadata = {{"Who", "me"}},
                                                      .headers = {{"Cache-Control", "no-cache"},
                                                                  {"x-oss-forbid-overwrite", "true"},
                                                                  {"x-oss-object-acl", "private"},
                                                                  {"x-oss-traffic-limit", "819200"}},
                                                      .nonce = "0123"});
  REQUIRE(out);
  CHECK(out->status == 200);
  CHECK(out->upload_id == "0004B9894A22E5B1888A1E29F823****");
  CHECK(out->request_id == "R");
  CHECK_FALSE(out->repeated);

  const auto& sent = given::requests(oss).at(0);
  CHECK(sent.method == "POST");
  CHECK(sent.target == "/a/b%20c%01?encoding-type=url&uploads");
  CHECK(sent.has_body);
  CHECK(sent.content_length == 0);
  CHECK(*sent.header("content-type") == "text/plain");
  CHECK(*sent.header("x-oss-meta-who") == "me");
  CHECK(*sent.header("x-oss-meta-upcall-nonce") == "0123");
  CHECK(*sent.header("cache-control") == "no-cache");
  CHECK(*sent.header("x-oss-forbid-overwrite") == "true");
  CHECK(sent.header("x-oss-object-acl") == nullptr);
  CHECK(sent.header("x-oss-traffic-limit") == nullptr);
  CHECK(sent.headers.size() == 5 + 3);  // the signature's
}

TEST_CASE("without options an upload has a type, and no nonce") {
  given::client oss{given::service, recorded{{begun("I")}}};
  REQUIRE(oss.bucket("examplebucket").initiate_upload("k"));
  const auto& sent = given::requests(oss).at(0);
  CHECK(*sent.header("content-type") == "application/octet-stream");
  CHECK(sent.headers.size() == 1 + 3);
}

TEST_CASE("an answer that names no upload may be one all the same") {
  for (const std::string body : {"", "hello", "<html><body>Please log in</body></html>", "{\"UploadId\": \"I\"}",
                                 "<InitiateMultipartUploadResult><UploadId></UploadId></InitiateMultipartUploadResult>",
                                 "<InitiateMultipartUploadResult><UploadId>cut"}) {
    INFO(body);
    given::client oss{given::service, recorded{{{.headers = {{"x-oss-request-id", "R"}}, .body = body}}}};
    const auto out = oss.bucket("examplebucket").initiate_upload("k");
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::transport);
    CHECK(out.error().status == 200);
    CHECK(out.error().outcome_unknown);
  }
}

TEST_CASE("an answer that is longer than its room: the workspace is said to be too small, or it is read as it comes") {
  given::client hosted{given::service, recorded{{begun("I")}}, upcall::stack_workspace<tight>{}};
  const auto cut = hosted.bucket("examplebucket").initiate_upload("k");
  REQUIRE_FALSE(cut);
  CHECK(cut.error().message == "workspace: the answer that names the upload does not fit; use one with larger limits");
  CHECK(cut.error().outcome_unknown);

  for (const std::size_t piece : {1u, 7u, 1000u}) {
    given::client device{given::service, cut_then_whole{piece}, upcall::stack_workspace<tight_device>{},
                         upcall::exponential_backoff{}};
    const auto read = device.bucket("examplebucket").initiate_upload(std::string(1000, 'k'));
    REQUIRE(read);
    CHECK(read->upload_id == "I");
    CHECK(read->repeated);
  }
}

TEST_CASE("an answer that does not end is not read to its end by who reads it as it comes") {
  const std::string endless(70'000, 'x');
  given::client oss{given::service, upcall::recorded{{{.body = endless}}}, upcall::stack_workspace<tight_device>{}};
  const auto out = oss.bucket("examplebucket").initiate_upload("k");
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == upcall::fault::transport);
  CHECK(out.error().message == "the answer was not wanted any more");
}

TEST_CASE("an upload id of 128 bytes is taken, a longer one never cut") {
  for (std::size_t size : {1u, 128u, 129u}) {
    given::client oss{given::service, recorded{{begun(std::string(size, 'i'))}}};
    const auto out = oss.bucket("examplebucket").initiate_upload("k");
    REQUIRE(out.has_value() == (size <= 128));
    if (out) CHECK(out->upload_id == std::string(size, 'i'));
  }
}

TEST_CASE("what is wrong with an upload's beginning is told before anything is sent") {
  given::client oss{given::service, recorded{{begun("I")}}};
  auto bucket = oss.bucket("examplebucket");
  const std::string value(8192, 'v');
  for (const upcall::initiate_upload_options& options : {upcall::initiate_upload_options{.content_type = "a\nb"},
                                                         {.metadata = {{"n", value}}},
                                                         {.headers = {{"Host", "h"}}},
                                                         {.headers = {{"Content-MD5", "m"}}},
                                                         {.nonce = "a\nb"}}) {
    const auto out = bucket.initiate_upload("k", options);
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::client);
  }
  CHECK(bucket.initiate_upload("").error().kind == fault::client);
  CHECK(bucket.initiate_upload("/k").error().kind == fault::client);
  CHECK(given::requests(oss).empty());
}

TEST_CASE("a refusal is the service's own") {
  given::client oss{given::service,
                    recorded{{{.status = 409, .body = "<Error><Code>FileAlreadyExists</Code></Error>"}}}};
  const auto out = oss.bucket("examplebucket").initiate_upload("k");
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::server);
  CHECK(out.error().status == 409);
  CHECK(out.error().code == "FileAlreadyExists");
  CHECK_FALSE(out.error().outcome_unknown);
}

TEST_CASE("a gateway that may have passed the request on: sent again, and that is said") {
  given::client oss{given::service, recorded{{{.status = 502, .body = "<html>"}, begun("I")}},
                    upcall::exponential_backoff{}};
  const auto out = oss.bucket("examplebucket").initiate_upload("k");
  REQUIRE(out);
  CHECK(out->repeated);
}
