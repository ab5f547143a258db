// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <string>
#include <vector>

using upcall::fault;
using upcall::field;
using upcall::recorded;

namespace {

upcall::recorded_request sent_with(const upcall::put_object_options& options) {
  given::client oss{given::service, recorded{{{}}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, options);
  REQUIRE(out);
  return given::requests(oss).at(0);
}

upcall::failure refused(const upcall::put_object_options& options) {
  given::client oss{given::service, recorded{{{}}}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}, options);
  CHECK(given::requests(oss).empty());
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::client);
  return out.error();
}

}  // namespace

TEST_CASE("a put carries type, metadata and other headers, all of them signed that must be") {
  const auto sent = sent_with({.content_type = "text/plain; charset=utf-8",
                               .metadata = {{"Author", "me"}, {"empty", ""}, {"utf-8", "\xe4\xb8\xad"}},
                               .headers = {{"Cache-Control", "no-cache"}, {"x-oss-forbid-overwrite", "true"}}});
  CHECK(sent.method == "PUT");
  CHECK(sent.target == "/k");
  CHECK(sent.host == "examplebucket.oss-cn-hangzhou.aliyuncs.com");
  CHECK(*sent.header("content-type") == "text/plain; charset=utf-8");
  CHECK(*sent.header("x-oss-meta-author") == "me");
  CHECK(sent.header("x-oss-meta-empty")->empty());
  CHECK(*sent.header("x-oss-meta-utf-8") == "\xe4\xb8\xad");
  CHECK(*sent.header("cache-control") == "no-cache");
  CHECK(*sent.header("x-oss-forbid-overwrite") == "true");
  CHECK(sent.has_body);
  CHECK(sent.content_length == 5);
  CHECK(sent.body == "hello");
  CHECK(sent.headers.size() == 6 + 3);
}

TEST_CASE("without options a put has a type and a signature") {
  const auto sent = sent_with({});
  CHECK(*sent.header("content-type") == "application/octet-stream");
  CHECK(sent.headers.size() == 1 + 3);
}

TEST_CASE("more than eight fields come as a span") {
  std::vector<std::string> names;
  for (int i = 0; i != 100; ++i) names.push_back("n" + std::to_string(i));
  std::vector<field> fields;
  for (const auto& name : names) fields.push_back({name, "v"});
  const auto sent = sent_with({.metadata = std::span<const field>{fields}});
  for (const auto& name : names) CHECK(*sent.header("x-oss-meta-" + name) == "v");

  const auto why =
      refused({.metadata = {
                   {"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}, {"5", ""}, {"6", ""}, {"7", ""}, {"8", ""}, {"9", ""}}});
  CHECK(why.message.view().find("std::span") != std::string_view::npos);
  CHECK(
      refused({.headers =
                   {{"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}, {"5", ""}, {"6", ""}, {"7", ""}, {"8", ""}, {"9", ""}}})
          .message.view()
          .find("std::span") != std::string_view::npos);
}

TEST_CASE("metadata may be 8 KB long, names included") {
  std::string value(8192 - 1, 'v');
  CHECK(sent_with({.metadata = {{"n", value}}}).header("x-oss-meta-n")->size() == value.size());
  value.push_back('v');
  CHECK(refused({.metadata = {{"n", value}}}).message.view().find("8 KB") != std::string_view::npos);
}

TEST_CASE("a header that cannot be sent is refused before anything is") {
  CHECK(refused({.content_type = "text/plain\r\nX-Evil: 1"}).message.view().starts_with("header: "));
  CHECK(refused({.metadata = {{"author", "a\nb"}}}).message.view().starts_with("header: "));
  CHECK(refused({.metadata = {{"a b", "v"}}}).message.view().starts_with("header: "));
  CHECK(refused({.headers = {{"Host", "evil.example.com"}}}).message.view().starts_with("header: "));
  CHECK(refused({.headers = {{"X", "a\rb"}}}).message.view().starts_with("header: "));
}

TEST_CASE("the same header given twice is sent once, the later value") {
  const auto sent =
      sent_with({.content_type = "text/plain", .headers = {{"Content-Type", "text/html"}, {"a", "1"}, {"A", "2"}}});
  CHECK(*sent.header("content-type") == "text/html");
  CHECK(*sent.header("a") == "2");
}

TEST_CASE("blanks at the ends of a value are left out, a line break there is refused") {
  for (std::string_view end : {"\n", "\r\n", "\r"}) {
    const std::string after = "text/plain" + std::string{end}, before = std::string{end} + "me";
    CHECK(refused({.content_type = after}).message ==
          "header: a value must not hold line breaks or control characters");
    refused({.metadata = {{"author", before}}});
    refused({.headers = {{"cache-control", after}}});
    refused({.settings = {{.cache_control = after}}});
  }
  const auto sent = sent_with({.content_type = " text/plain\t", .metadata = {{"author", "\t me "}}});
  CHECK(*sent.header("content-type") == "text/plain");
  CHECK(*sent.header("x-oss-meta-author") == "me");
}
