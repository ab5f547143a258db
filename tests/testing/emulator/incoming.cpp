// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <upcall/testing/emulator/incoming.hpp>

using namespace upcall::testing;

TEST_CASE("the Host header alone says whether the bucket is in it") {
  CHECK(bucket_of_host("examplebucket.oss-cn-hangzhou.aliyuncs.com") == "examplebucket");
  CHECK(bucket_of_host("examplebucket.oss-cn-hangzhou.aliyuncs.com:8080") == "examplebucket");
  CHECK(bucket_of_host("ExampleBucket.OSS-cn-hangzhou-internal.Aliyuncs.com") == "examplebucket");
  for (const char* path_style :
       {"oss-cn-hangzhou.aliyuncs.com", "127.0.0.1:80", "localhost", "files.example.com", "", ".oss-x.aliyuncs.com",
        "a.b.oss-x.aliyuncs.com", "a.oss-x.aliyuncs.com.example.com", "aliyuncs.com", ".aliyuncs.com"}) {
    CAPTURE(path_style);
    CHECK(bucket_of_host(path_style) == "");
  }
}

TEST_CASE("bucket and key are the decoded path") {
  auto path = raw_request("PUT", "/bucket/a%20b+c/%E4%B8%AD//d%2F?x");
  CHECK(incoming{path}.bucket == "bucket");
  CHECK(incoming{path}.key == "a b+c/中//d/");
  auto host = raw_request("PUT", "/a/b", {{"Host", "bucket.oss-x.aliyuncs.com"}});
  CHECK(incoming{host}.bucket == "bucket");
  CHECK(incoming{host}.key == "a/b");
  auto whole_url =
      raw_request("PUT", "http://bucket.oss-x.aliyuncs.com/a?b=c", {{"Host", "bucket.oss-x.aliyuncs.com"}});
  CHECK(incoming{whole_url}.key == "a");
  CHECK(incoming{whole_url}.parameter("b") == "c");
  auto only_bucket = raw_request("GET", "/bucket");
  CHECK(incoming{only_bucket}.bucket == "bucket");
  CHECK(incoming{only_bucket}.key == "");
}

TEST_CASE("parameters are decoded and in the order of their encoded names") {
  auto request = raw_request("GET", "/b/k?z=1&%7Cq=a%2Bb%3D&A&a-b=&&a.b=x=y");
  const incoming message{request};
  std::string all;
  for (const auto& [name, value] : message.parameters()) all += std::string{name} + '(' + std::string{value} + ')';
  CHECK(all == "|q(a+b=)A()a-b()a.b(x=y)z(1)");
  CHECK(message.has("A"));
  CHECK_FALSE(message.has("B"));
}

TEST_CASE("headers have lower-case names, and several of a name are one") {
  auto request = raw_request("GET", "/b/k", {{"X-Oss-Meta-B", "1"}, {"Content-Type", "text/plain"}});
  request.headers.add("x-oss-meta-b", "2");
  const incoming message{request};
  CHECK(message.header("x-oss-meta-b") == "1,2");
  CHECK(message.headers().front().name == "content-type");
}
