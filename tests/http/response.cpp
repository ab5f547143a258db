// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/http/response.hpp>
#include <utility>
#include <vector>

using upcall::response;

namespace {

struct with_room {
  char bytes[16];
  response answer{bytes};
};

}  // namespace

TEST_CASE("each header of an answer that is wanted is kept, in any case") {
  with_room to;
  auto& answer = to.answer;
  answer.status = 200;
  answer.header("ETag", "\"5D41402ABC4B2A76B9719D911017C592\"");
  answer.header("X-OSS-Request-Id", "5C3D9175B6FC201293AD0000");
  answer.header("x-oss-version-id", "fakeVersion");
  answer.header("x-oss-EC", "0007-00000203");
  answer.header("content-TYPE", " application/json\t");
  answer.header("Content-Length", "5");
  answer.header("x-oss-hash-crc64ecma", "11051210869376104954");
  answer.header("Server", "AliyunOSS");
  answer.header("", "");
  CHECK(answer.etag == "\"5D41402ABC4B2A76B9719D911017C592\"");
  CHECK(answer.request_id == "5C3D9175B6FC201293AD0000");
  CHECK(answer.version_id == "fakeVersion");
  CHECK(answer.ec == "0007-00000203");
  CHECK(answer.content_type == "application/json");
  CHECK(answer.content_length == 5u);
  CHECK(answer.crc64 == 11051210869376104954u);
}

TEST_CASE("numbers that are none count for nothing") {
  for (const char* value : {"", "-1", "1.5", "0x10", "18446744073709551616", "1 2", "abc"}) {
    with_room to;
    to.answer.header("Content-Length", value);
    to.answer.header("x-oss-hash-crc64ecma", value);
    CHECK_FALSE(to.answer.content_length);
    CHECK_FALSE(to.answer.crc64);
  }
}

TEST_CASE("the last of several headers of a name counts, and long ones are cut") {
  with_room to;
  to.answer.header("x-oss-ec", "0007-00000203-and-more");
  CHECK(to.answer.ec == "0007-00000203-an");
  CHECK(to.answer.ec.cut());
  to.answer.header("x-oss-ec", "1");
  CHECK(to.answer.ec == "1");
  CHECK_FALSE(to.answer.ec.cut());
}

TEST_CASE("a body is kept as far as there is room, and counted whole") {
  with_room to;
  to.answer.status = 200;
  CHECK(to.answer.append("0123456789"));
  CHECK_FALSE(to.answer.body_cut());
  CHECK(to.answer.append("0123456789"));
  CHECK(to.answer.body() == "0123456789012345");
  CHECK(to.answer.body_size == 20);
  CHECK(to.answer.body_cut());
}

TEST_CASE("room of the caller's is for a success only") {
  char theirs[4];
  with_room to;
  to.answer.keep_success_in(theirs);
  to.answer.status = 200;
  to.answer.append("01234");
  CHECK(to.answer.body() == "0123");
  CHECK(to.answer.body_cut());
  CHECK(to.answer.kept_by_caller());
  for (int failed : {203, 301, 404, 503}) {
    to.answer.clear();
    to.answer.status = failed;
    to.answer.append("<Error/>");
    CHECK(to.answer.body() == "<Error/>");
    CHECK_FALSE(to.answer.kept_by_caller());
  }
  CHECK(std::string_view{theirs, 4} == "0123");
}

TEST_CASE("a body is delivered when it is the object, and only then") {
  std::string got;
  bool more = true;
  auto deliver = [&](std::string_view piece) {
    got += piece;
    return more;
  };
  with_room to;
  to.answer.deliver = deliver;
  to.answer.status = 404;
  CHECK(to.answer.append("<Error/>"));
  CHECK(got.empty());
  CHECK(to.answer.body() == "<Error/>");

  to.answer.clear();
  to.answer.status = 206;
  CHECK(to.answer.append("ab"));
  more = false;
  CHECK_FALSE(to.answer.append("cd"));
  CHECK(got == "abcd");
  CHECK(to.answer.body().empty());
  CHECK(to.answer.body_size == 4);
}

TEST_CASE("who observes sees all headers, also those of another attempt") {
  std::vector<std::pair<std::string, std::string>> seen;
  auto observe = [&](std::string_view name, std::string_view value) { seen.emplace_back(name, value); };
  with_room to;
  to.answer.observe = observe;
  to.answer.header("x-oss-meta-Author", " me ");
  to.answer.clear();
  to.answer.header("ETag", "\"1\"");
  CHECK(seen == decltype(seen){{"x-oss-meta-Author", "me"}, {"ETag", "\"1\""}});
}

TEST_CASE("headers may be left out where nobody observes, or who does says so") {
  auto observe = [](std::string_view, std::string_view) {};
  with_room to;
  CHECK(to.answer.may_skip_headers());
  to.answer.observe = observe;
  CHECK_FALSE(to.answer.may_skip_headers());
  to.answer.may_skip_headers(true);
  to.answer.clear();
  CHECK(to.answer.may_skip_headers());
  to.answer.may_skip_headers(false);
  CHECK_FALSE(to.answer.may_skip_headers());
}

TEST_CASE("clearing leaves nothing of an answer") {
  with_room to;
  to.answer.status = 404;
  for (const char* name : {"etag", "x-oss-request-id", "x-oss-version-id", "x-oss-ec", "content-type", "content-length",
                           "x-oss-hash-crc64ecma", "x-oss-err"}) {
    to.answer.header(name, "12345678");
  }
  to.answer.append("body");
  to.answer.clear();
  CHECK(to.answer.status == 0);
  CHECK(to.answer.etag.empty());
  CHECK(to.answer.request_id.empty());
  CHECK(to.answer.version_id.empty());
  CHECK(to.answer.ec.empty());
  CHECK(to.answer.content_type.empty());
  CHECK_FALSE(to.answer.content_length);
  CHECK_FALSE(to.answer.crc64);
  CHECK(to.answer.body().empty());
  CHECK(to.answer.body_size == 0);
}

TEST_CASE("an error document in a header stands for the body that a HEAD has not") {
  with_room to;
  to.answer.status = 404;
  SECTION("decoded") {
    to.answer.header("x-oss-err", "PEVycm9yLz4=");
    to.answer.decode_error_header();
    CHECK(to.answer.body() == "<Error/>");
    to.answer.decode_error_header();
    CHECK(to.answer.body() == "<Error/>");
  }
  SECTION("a body that comes all the same is the better one") {
    to.answer.header("x-oss-err", "PEVycm9yLz4=");
    to.answer.append("<E/>");
    to.answer.decode_error_header();
    CHECK(to.answer.body() == "<E/>");
  }
  SECTION("a piece of nothing is no body") {
    to.answer.header("x-oss-err", "PEVycm9yLz4=");
    to.answer.append("");
    to.answer.decode_error_header();
    CHECK(to.answer.body() == "<Error/>");
  }
  SECTION("no Base64") {
    to.answer.header("x-oss-err", "<Error/>");
    to.answer.decode_error_header();
    CHECK(to.answer.body().empty());
  }
  SECTION("cut") {
    to.answer.header("x-oss-err", "PEVycm9yPjxDb2RlPjwvQ29kZT48L0Vycm9yPg==");
    to.answer.decode_error_header();
    CHECK((to.answer.body().empty() || to.answer.body() == "<Error><Code"));
  }
}

TEST_CASE("2xx but 203 is a success") {
  with_room to;
  for (int status : {200, 201, 204, 206, 299}) {
    to.answer.status = status;
    CHECK(to.answer.succeeded());
  }
  for (int status : {0, 100, 203, 301, 304, 400, 404, 503, 2000}) {
    to.answer.status = status;
    CHECK_FALSE(to.answer.succeeded());
  }
}
