// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/ask.hpp"
#include <set>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/text/xml_reader.hpp>

using namespace upcall::testing;

TEST_CASE("an error document can be read, whatever is in it") {
  const service_error why{403, "Code", "a < b & \"c\" \x01", "0002-00000504", {{"Key", "k&</Key>"}}};
  const std::string document = error_document(why, "id", "host");
  upcall::xml_reader reader{document};
  std::string all;
  for (;;) {
    const auto token = reader.next();
    REQUIRE(token != upcall::xml_token::error);
    if (token == upcall::xml_token::end) break;
    if (token == upcall::xml_token::open) all += '<' + std::string{reader.name()} + '>';
    if (token == upcall::xml_token::text) all += written([&](auto& to) { reader.write_text(to); });
  }
  std::erase_if(all, [](char c) { return c == '\n'; });
  CHECK(all ==
        "<Error>  <Code>Code  <Message>a < b & \"c\" ?  <RequestId>id  <HostId>host  <Key>k&</Key>  <EC>0002-00000504");
}

TEST_CASE("every status that a fault can answer has a code") {
  for (int status = 200; status != 600; ++status) {
    CHECK(error_of_status(status).status == status);
    CHECK_FALSE(error_of_status(status).code.empty());
  }
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
