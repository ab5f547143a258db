// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/pipeline/stages/address.hpp>
#include <upcall/roles/policy_set.hpp>

using upcall::add_header;
using upcall::exchange;
using upcall::failure;
using upcall::fault;

namespace {

struct given_exchange {
  upcall::workspace<upcall::limits::small> room;
  failure why;
  exchange at{room, why};
};

using only_endpoint =
    upcall::policy_set<upcall::role_list<upcall::role::endpoint>, upcall::policy_list<>, upcall::endpoint>;

bool pointed(given_exchange& to, std::string_view url, std::string_view bucket, std::string_view key) {
  upcall::endpoint where{url};
  only_endpoint with{where};
  return upcall::address_object(with, to.at, "PUT", {bucket, key});
}

}  // namespace

TEST_CASE("a request points at an object of a bucket") {
  given_exchange to;
  REQUIRE(pointed(to, "http://oss-cn-hangzhou.aliyuncs.com", "examplebucket", "files/hello"));
  CHECK(to.at.message.method == "PUT");
  CHECK(to.at.message.bucket == "examplebucket");
  CHECK(to.at.message.key == "files/hello");
  CHECK(to.at.message.to.host == "oss-cn-hangzhou.aliyuncs.com");
  CHECK_FALSE(to.at.message.to.tls);
}

TEST_CASE("wrong names and endpoints say which") {
  const std::string_view good = "http://oss-cn-hangzhou.aliyuncs.com";
  const struct {
    std::string_view url, bucket, key, begins;
  } cases[] = {
      {good, "", "k", "bucket: "},
      {good, "Bad", "k", "bucket: "},
      {good, "examplebucket", "", "key: "},
      {good, "examplebucket", "/k", "key: "},
      {"", "examplebucket", "k", "endpoint: "},
      {"ftp://a", "examplebucket", "k", "endpoint: "},
      {"", "Bad", "", "bucket: "},
  };
  for (const auto& each : cases) {
    given_exchange to;
    CHECK_FALSE(pointed(to, each.url, each.bucket, each.key));
    CHECK(to.why.kind == fault::client);
    CHECK(to.why.message.view().starts_with(each.begins));
  }
}

TEST_CASE("a header is kept by its name in lower case, its value as it is") {
  given_exchange to;
  CHECK(add_header(to.at, {}, {"Cache-Control", " no-cache "}).empty());
  CHECK(add_header(to.at, "x-oss-meta-", {"Author", ""}).empty());
  CHECK(to.at.message.headers.find("cache-control")->value == " no-cache ");
  CHECK(to.at.message.headers.find("x-oss-meta-author")->value.empty());
  CHECK(add_header(to.at, {}, {"CACHE-control", "no-store"}).empty());
  CHECK(to.at.message.headers.find("cache-control")->value == "no-store");
  CHECK(to.at.message.headers.size() == 2);
}

TEST_CASE("no name can smuggle in a header") {
  given_exchange to;
  for (std::string_view name : {"", "a b", "a:b", "a\r\nb", "\xe4\xb8\xad", "a\tb"}) {
    CHECK(add_header(to.at, {}, {name, "v"}).starts_with("header: a name"));
    CHECK(add_header(to.at, "x-oss-meta-", {name, "v"}).starts_with("header: a name"));
  }
  CHECK(to.at.message.headers.empty());
}

TEST_CASE("what the library writes cannot be given, but may be the name of metadata") {
  for (const char* name : {"Host", "content-length", "Transfer-Encoding", "Connection", "EXPECT", "Authorization",
                           "Date", "x-oss-date", "x-oss-security-token", "X-Oss-Content-SHA256"}) {
    given_exchange to;
    INFO(name);
    CHECK(add_header(to.at, {}, {name, "v"}).find("written by the library") != std::string_view::npos);
    CHECK(to.at.message.headers.empty());
    CHECK(add_header(to.at, "x-oss-meta-", {name, "v"}).empty());
  }
  given_exchange to;
  for (const char* name :
       {"x-oss-callback", "content-md5", "content-type", "x-oss-forbid-overwrite", "x-oss-dat", "dat", "e", "hos"}) {
    INFO(name);
    CHECK(add_header(to.at, {}, {name, "v"}).empty());
  }
}
