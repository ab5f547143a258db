// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include "testing/temporary_folder.hpp"
#include <fstream>
#include <set>
#include <upcall/testing/emulator/service.hpp>

using namespace upcall::testing;

namespace {

http_response ask(service& to, std::string method, std::string target, const header_lines& headers = {},
                  std::string body = {}) {
  auto request = raw_request(std::move(method), std::move(target), headers, std::move(body));
  return to.handle(request);
}

void refused(const http_response& answer, int status, const std::string& code) {
  CHECK(answer.status == status);
  CHECK(element(answer.body, "Code") == code);
}

upcall::emulator_settings at(std::int64_t seconds) {
  upcall::emulator_settings out;
  out.now = [seconds] { return upcall::timestamp{seconds}; };
  return out;
}

}  // namespace

TEST_CASE("an object that is put is there, with what was said of it") {
  service here{at(1735689600)};
  const auto put =
      ask(here, "PUT", "/bucket/a%20key",
          {{"Content-Type", "text/plain"}, {"X-Oss-Meta-Who", "me"}, {"Cache-Control", "no-cache"}}, "123456789");
  CHECK(put.status == 200);
  CHECK(put.headers.get("etag") == "\"25F9E794323B453885F5181F1B624D0B\"");
  CHECK(put.headers.get("x-oss-hash-crc64ecma") == "11051210869376104954");
  CHECK(put.headers.get("date") == "Wed, 01 Jan 2025 00:00:00 GMT");
  CHECK(put.body == "");

  for (const std::string method : {"GET", "HEAD"}) {
    const auto answer = ask(here, method, "/bucket/a%20key");
    CHECK(answer.status == 200);
    CHECK(answer.headers.get("content-type") == "text/plain");
    CHECK(answer.headers.get("x-oss-meta-who") == "me");
    CHECK(answer.headers.get("cache-control") == "no-cache");
    CHECK(answer.headers.get("etag") == put.headers.get("etag"));
    CHECK(answer.headers.get("x-oss-hash-crc64ecma") == "11051210869376104954");
    CHECK(answer.headers.get("last-modified") == "Wed, 01 Jan 2025 00:00:00 GMT");
    CHECK(answer.headers.get("x-oss-object-type") == "Normal");
    CHECK(answer.without_body == (method == "HEAD"));
    CHECK(whole_body(answer) == (method == "GET" ? "123456789" : ""));
  }
  CHECK(ask(here, "HEAD", "/bucket/a%20key").headers.get("content-length") == "9");
}

TEST_CASE("deleting is 204, also of what is not there") {
  service here{{}};
  ask(here, "PUT", "/bucket/key", {}, "x");
  CHECK(ask(here, "DELETE", "/bucket/key").status == 204);
  CHECK(ask(here, "DELETE", "/bucket/key").status == 204);
  refused(ask(here, "GET", "/bucket/key"), 404, "NoSuchKey");
}

TEST_CASE("an error has the service's form, and a request id of its own") {
  service here{{}};
  const auto answer = ask(here, "GET", "/bucket/a%26b");
  CHECK(answer.headers.get("content-type") == "application/xml");
  CHECK(element(answer.body, "RequestId") == answer.headers.get("x-oss-request-id"));
  CHECK(element(answer.body, "HostId") == "localhost:1");
  CHECK(element(answer.body, "Key") == "a&amp;b");
  std::set<std::string> ids;
  for (int i = 0; i != 50; ++i) ids.emplace(ask(here, "GET", "/bucket/key").headers.get("x-oss-request-id"));
  CHECK(ids.size() == 50);
  CHECK(ids.begin()->size() == 24);
}

TEST_CASE("the answer to HEAD carries the error in a header") {
  service here{{}};
  const auto answer = ask(here, "HEAD", "/bucket/key");
  CHECK(answer.status == 404);
  CHECK(answer.without_body);
  string_writer document;
  CHECK(upcall::read_base64(answer.headers.get("x-oss-err"), document));
  CHECK(element(document.text, "Code") == "NoSuchKey");
}

TEST_CASE("names that the service does not take") {
  service here{{}};
  refused(ask(here, "PUT", "/Bucket/key", {}, "x"), 400, "InvalidBucketName");
  const auto slash = ask(here, "PUT", "/bucket//key", {}, "x");
  refused(slash, 400, "InvalidObjectName");
  CHECK(slash.headers.get("x-oss-ec") == "0016-00000005");
  CHECK(element(slash.body, "EC") == "0016-00000005");
  refused(ask(here, "PUT", "/bucket/%5Ckey", {}, "x"), 400, "InvalidObjectName");
  refused(ask(here, "PUT", "/bucket/" + std::string(1024, 'k'), {}, "x"), 400, "InvalidObjectName");
}

TEST_CASE("operations that the emulator does not have say so") {
  service here{{}};
  refused(ask(here, "GET", "/"), 501, "NotImplemented");
  refused(ask(here, "GET", "/bucket"), 501, "NotImplemented");
  refused(ask(here, "PUT", "/bucket/key?acl", {}, "x"), 501, "NotImplemented");
  refused(ask(here, "PUT", "/bucket/key", {{"x-oss-copy-source", "/a/b"}}), 501, "NotImplemented");
  refused(ask(here, "PATCH", "/bucket/key"), 501, "NotImplemented");
  CHECK(ask(here, "PUT", "/bucket/key?unknown=1", {}, "x").status == 200);
  CHECK(ask(here, "HEAD", "/bucket/key?objectMeta").status == 200);
}

TEST_CASE("a body must be what its headers say") {
  service here{{}};
  const auto put = [&](const header_lines& headers) { return ask(here, "PUT", "/bucket/key", headers, "123456789"); };
  refused(put({{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}}), 400, "InvalidDigest");
  refused(put({{"Content-MD5", "not base64"}}), 400, "InvalidDigest");
  refused(put({{"x-oss-hash-crc64ecma", "1"}}), 400, "InvalidCRC64");
  CHECK(ask(here, "HEAD", "/bucket/key").status == 404);
  CHECK(put({{"Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="}, {"x-oss-hash-crc64ecma", "11051210869376104954"}}).status ==
        200);
}

TEST_CASE("a body that is not whole stores nothing") {
  service here{{}};
  auto lost = raw_request("PUT", "/bucket/key");
  lost.content_length = 100;
  lost.read = [calls = 0](std::span<char>) mutable {
    return calls++ == 0 ? std::optional<std::size_t>{50} : std::nullopt;
  };
  refused(here.handle(lost), 400, "IncompleteBody");
  auto without_length = raw_request("PUT", "/bucket/key");
  without_length.content_length.reset();
  refused(here.handle(without_length), 411, "MissingContentLength");
  auto too_large = raw_request("PUT", "/bucket/key");
  too_large.content_length = 5ull * 1024 * 1024 * 1024 + 1;
  refused(here.handle(too_large), 400, "EntityTooLarge");
  CHECK(ask(here, "HEAD", "/bucket/key").status == 404);
}

TEST_CASE("chunked bodies have no length beforehand") {
  service here{{}};
  auto chunked = raw_request("PUT", "/bucket/key", {}, "abc");
  chunked.content_length.reset();
  chunked.chunked = true;
  CHECK(here.handle(chunked).status == 200);
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "abc");
}

TEST_CASE("what may not be overwritten is not") {
  service here{{}};
  CHECK(ask(here, "PUT", "/bucket/key", {{"x-oss-forbid-overwrite", "true"}}, "1").status == 200);
  refused(ask(here, "PUT", "/bucket/key", {{"x-oss-forbid-overwrite", "true"}}, "2"), 409, "FileAlreadyExists");
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "1");
  CHECK(ask(here, "PUT", "/bucket/key", {}, "3").status == 200);
}

TEST_CASE("a read goes on with the object that it began with") {
  service here{{}};
  ask(here, "PUT", "/bucket/key", {}, "before");
  const auto answer = ask(here, "GET", "/bucket/key");
  ask(here, "PUT", "/bucket/key", {}, "after!");
  CHECK(whole_body(answer) == "before");
}

TEST_CASE("scripted faults") {
  std::vector<std::int64_t> slept;
  upcall::emulator_settings settings;
  settings.sleep = [&](upcall::milliseconds pause) { slept.push_back(pause.count); };
  service here{settings};
  here.faults().add("PUT:1:status=503");
  here.faults().add("PUT:2:delay=1500");
  here.faults().add("PUT:2:crc");
  here.faults().add("GET:1:cut=10");
  refused(ask(here, "PUT", "/bucket/key", {}, "123456789"), 503, "ServiceUnavailable");
  CHECK(ask(here, "HEAD", "/bucket/key").status == 404);
  const auto second = ask(here, "PUT", "/bucket/key", {}, "123456789");
  CHECK(second.status == 200);
  CHECK(second.headers.get("x-oss-hash-crc64ecma") == "11051210869376104955");
  CHECK(slept == std::vector<std::int64_t>{1500});
  CHECK(ask(here, "HEAD", "/bucket/key").headers.get("x-oss-hash-crc64ecma") == "11051210869376104954");
  CHECK(ask(here, "GET", "/bucket/key").cut_after == 10);
  CHECK_FALSE(ask(here, "GET", "/bucket/key").cut_after);
}

TEST_CASE("what the machine cannot do is an error of the service's own") {
  const temporary_folder root;
  service here{{.root = root.path}};
  std::ofstream{root.path + "/bucket"} << "no folder";
  refused(ask(here, "PUT", "/bucket/key", {}, "x"), 500, "InternalError");
}

TEST_CASE("the emulator's public key is where no bucket can be") {
  service here{{.access_key_id = "id", .access_key_secret = "secret"}};
  const auto answer = ask(here, "GET", "/callback_pub_key_v1.pem");
  CHECK(answer.status == 200);
  CHECK(answer.body.starts_with("-----BEGIN PUBLIC KEY-----\n"));
  CHECK(answer.body == here.callbacks().public_key());
}
