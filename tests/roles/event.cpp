// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <upcall/roles/event.hpp>
#include <upcall/testing/written.hpp>

namespace {

using texts = std::map<std::string, std::string>;

struct made_request {
  std::array<upcall::field, 4> parameters = {}, headers = {};
  upcall::request message{parameters, headers};

  made_request() {
    message.method = "PUT";
    message.to = {.tls = false, .host = "oss.example.com", .port = 8080};
    message.bucket = "examplebucket";
    message.key = "a b/\n";
    message.has_body = true;
    message.content_length = 7;
    message.parameters.set("partNumber", "2");
    message.parameters.set("Signature", "SECRET");
    message.headers.set("authorization", "SECRET");
    message.headers.set("content-type", "text/plain");
  }
};

}  // namespace

TEST_CASE("of a request an event shows what anybody may see") {
  const made_request made;
  const upcall::event::about_request shown{made.message, 3};
  CHECK(shown.method() == "PUT");
  CHECK(shown.bucket() == "examplebucket");
  CHECK(shown.key() == "a b/\n");
  CHECK(shown.size() == 7);
  CHECK(shown.attempt() == 3);
  CHECK(upcall::testing::written([&](auto& to) { shown.write_url(to); }) ==
        "http://examplebucket.oss.example.com:8080/a%20b/%0A");
  texts parameters, headers;
  shown.for_each_parameter([&](std::string_view name, std::string_view value) { parameters.emplace(name, value); });
  shown.for_each_header([&](std::string_view name, std::optional<std::string_view> value) {
    headers.emplace(name, value.value_or("hidden"));
  });
  CHECK(parameters == texts{{"partNumber", "2"}});
  CHECK(headers == texts{{"authorization", "hidden"}, {"content-type", "text/plain"}});
}

TEST_CASE("of an answer an event tells what the response keeps") {
  const made_request made;
  std::array<char, 16> room;
  upcall::response answer{room};
  answer.status = 200;
  answer.header("x-oss-request-id", "R");
  answer.header("x-oss-hash-crc64ecma", "9");
  answer.header("set-cookie", "SECRET");
  answer.append("longer than the room for it");
  const auto told = upcall::event::answer_to({made.message, 1}, answer, {12});
  CHECK(told.status == 200);
  CHECK(told.request_id == "R");
  CHECK(told.crc64 == 9);
  CHECK(told.etag.empty());
  CHECK(told.size == 27);
  CHECK(told.took.count == 12);
}
