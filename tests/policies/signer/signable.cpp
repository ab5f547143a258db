// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/signer/signable.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/percent.hpp>

using upcall::signable;
using upcall::testing::written;

namespace {

std::string resource(std::string_view bucket, std::string_view key) {
  signable message;
  message.bucket = bucket;
  message.key = key;
  return written([&](auto& to) {
    upcall::write_resource(to, message, [&](std::string_view text) { upcall::write_path(to, text); });
  });
}

}  // namespace

TEST_CASE("a resource is the service, a bucket or an object") {
  CHECK(resource("", "") == "/");
  CHECK(resource("examplebucket", "") == "/examplebucket/");
  CHECK(resource("examplebucket", "a b/c/") == "/examplebucket/a%20b/c/");
}

TEST_CASE("a request is signed as it is, whatever its address") {
  upcall::field headers[4], parameters[4];
  upcall::request message{parameters, headers};
  message.method = "PUT";
  message.bucket = "examplebucket";
  message.key = "k";
  message.to.style = upcall::address_style::cname;
  message.headers.set("content-type", " text/plain\t");
  message.parameters.set("acl", "");
  const signable seen{message};
  CHECK(seen.method == "PUT");
  CHECK(seen.bucket == "examplebucket");
  CHECK(seen.key == "k");
  CHECK(seen.parameters.size() == 1);
  CHECK(seen.header("content-type") == "text/plain");
  CHECK(seen.header("content-md5").empty());
}

TEST_CASE("a header line has its value without the blanks around it") {
  CHECK(written([](auto& to) { upcall::write_header_line(to, "x-oss-meta-a", "  b  c\t"); }) == "x-oss-meta-a:b  c\n");
  CHECK(written([](auto& to) { upcall::write_header_line(to, "x-oss-meta-a", ""); }) == "x-oss-meta-a:\n");
}
