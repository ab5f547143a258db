// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <map>
#include <stdexcept>
#include <string>

using upcall::fault;
using upcall::recorded;

namespace {

upcall::recorded_answer digits(const char* crc64 = "11051210869376104954") {
  return {.headers = {{"Content-Length", "9"},
                      {"ETag", "\"E\""},
                      {"x-oss-hash-crc64ecma", crc64},
                      {"x-oss-meta-author", "me"}},
          .body = "123456789"};
}

struct sink {
  std::string got = {};
  void operator()(std::string_view piece) { got += piece; }
};

}  // namespace

TEST_CASE("an object is delivered and its sum compared") {
  given::client oss{given::service, recorded{{digits()}}};
  sink to;
  std::map<std::string, std::string> seen;
  auto see = [&](std::string_view name, std::string_view value) { seen.emplace(name, value); };
  const auto out = oss.bucket("examplebucket").get_object("files/hello", to, {.header = see});
  REQUIRE(out);
  CHECK(to.got == "123456789");
  CHECK(out->status == 200);
  CHECK(out->size == 9);
  CHECK(out->crc64 == 11051210869376104954u);
  CHECK(out->etag == "\"E\"");
  CHECK(seen["x-oss-meta-author"] == "me");
  CHECK(given::requests(oss).at(0).method == "GET");
  CHECK(given::requests(oss).at(0).target == "/files/hello");
}

TEST_CASE("an object that came otherwise than it is stored is a failure") {
  given::client oss{given::service, recorded{{digits("1")}}};
  const auto out = oss.bucket("examplebucket").get_object("k", sink{});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::crc_inconsistent);
  CHECK(out.error().status == 200);
  CHECK_FALSE(out.error().stored.known);
}

TEST_CASE("an object of nothing, and one without a sum") {
  given::client oss{given::service, recorded{{{.headers = {{"x-oss-hash-crc64ecma", "0"}}}, {.body = "x"}}}};
  sink to;
  const auto nothing = oss.bucket("examplebucket").get_object("k", to);
  REQUIRE(nothing);
  CHECK(nothing->size == 0);
  CHECK(to.got.empty());
  CHECK(oss.bucket("examplebucket").get_object("k", to)->size == 1);
}

TEST_CASE("what refuses an object cancels the call") {
  given::client oss{given::service, recorded{{digits()}}};
  const auto out = oss.bucket("examplebucket").get_object("k", [](std::string_view) { return false; });
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::cancelled);
  CHECK(given::requests(oss).size() == 1);
}

TEST_CASE("an error document is not delivered as the object") {
  given::client oss{given::service, recorded{{{.status = 404, .body = "<Error><Code>NoSuchKey</Code></Error>"}}}};
  sink to;
  const auto out = oss.bucket("examplebucket").get_object("k", to);
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "NoSuchKey");
  CHECK(to.got.empty());
}

TEST_CASE("what is not the object as it is stored is no success") {
  for (int status : {203, 204, 206}) {
    INFO(status);
    given::client oss{given::service, recorded{{{.status = status, .body = "12345"}}}};
    const auto out = oss.bucket("examplebucket").get_object("k", sink{});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::server);
    CHECK(out.error().status == status);
  }
}

TEST_CASE("an object can be written into any sink") {
  given::client oss{given::service, recorded{{digits()}}};
  char room[16];
  upcall::span_writer to{room};
  REQUIRE(oss.bucket("examplebucket").get_object("k", to));
  CHECK(to.view() == "123456789");
}

TEST_CASE("what a sink throws comes through") {
  given::client oss{given::service, recorded{{digits(), digits()}}};
  CHECK_THROWS_AS(
      oss.bucket("examplebucket").get_object("k", [](std::string_view) { throw std::runtime_error{"full"}; }),
      std::runtime_error);
  CHECK(oss.bucket("examplebucket").get_object("k", sink{}));
}
