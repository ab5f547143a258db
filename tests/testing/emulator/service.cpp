// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/ask.hpp"
#include "testing/temporary_folder.hpp"
#include <fstream>
#include <set>
#include <upcall/testing/emulator/service.hpp>

using namespace upcall::testing;

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
