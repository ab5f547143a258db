// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/ask.hpp"
#include <upcall/testing/emulator/put_object.hpp>

using namespace upcall::testing;

namespace {

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

TEST_CASE("what may not be overwritten is not") {
  service here{{}};
  CHECK(ask(here, "PUT", "/bucket/key", {{"x-oss-forbid-overwrite", "true"}}, "1").status == 200);
  refused(ask(here, "PUT", "/bucket/key", {{"x-oss-forbid-overwrite", "true"}}, "2"), 409, "FileAlreadyExists");
  CHECK(whole_body(ask(here, "GET", "/bucket/key")) == "1");
  CHECK(ask(here, "PUT", "/bucket/key", {}, "3").status == 200);
}
