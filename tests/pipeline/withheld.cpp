// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <string_view>
#include <upcall/pipeline/withheld.hpp>

namespace {

using upcall::field;

// An answer with this text to a request that was signed so.
std::string shown(std::string_view text, std::string_view authorization, const field& parameter = {}, int status = 403,
                  bool in_header = false) {
  field headers[2], parameters[2];
  char room[256];
  upcall::request sent{parameters, headers};
  sent.headers.set("authorization", authorization);
  sent.headers.set("x-oss-security-token", "fake-token+/=");
  if (!parameter.name.empty()) sent.parameters.set(parameter.name, parameter.value);
  upcall::response answer{room};
  answer.status = status;
  if (in_header) {
    answer.header("x-oss-err", text);
  } else {
    answer.append(text);
  }
  upcall::withhold_secrets(answer, sent);
  return std::string{answer.body()};
}

constexpr std::string_view
    v1 = "OSS fake-id:c2lnbmF0dXJl+/==",
    v4 = "OSS4-HMAC-SHA256 Credential=fake-id/20231114/cn/oss/aliyun_v4_request,Signature=0123456789abcdef";

}  // namespace

TEST_CASE("a refusal that repeats the request is read without signature and token") {
  CHECK(shown("you sent c2lnbmF0dXJl+/==!", v1) == "you sent ****************!");
  CHECK(shown("0123456789abcdef", v4) == "****************");
  CHECK(shown("a fake-token+/=, twice: fake-token+/=", v4) == "a *************, twice: *************");
  CHECK(shown("fake-token+/=fake-token+/=!", v4) == "**************************!");
  CHECK(shown("no secret: fake-id, 0123456789abcde", v4) == "no secret: fake-id, 0123456789abcde");
}

TEST_CASE("percent-encoded they are secrets, too") {
  CHECK(shown("?t=fake-token%2B%2f%3D&", v4) == "?t=*******************&");
  for (const char* name : {"Signature", "security-token", "x-oss-signature", "x-oss-security-token"}) {
    INFO(name);
    CHECK(shown("/?q=in+a%2Burl", "", {name, "in+a+url"}) == "/?q=**********");
    CHECK(shown("/?q=in+a%2Burl%2", "", {name, "in+a+url+"}) == "/?q=in+a%2Burl%2");
  }
  CHECK(shown("in+a+url", "", {"prefix", "in+a+url"}) == "in+a+url");
}

TEST_CASE("what came with success is the application's or the object, and stays") {
  CHECK(shown("0123456789abcdef", v4, {}, 200) == "0123456789abcdef");
  CHECK(shown("0123456789abcdef", v4, {}, 203) == "****************");
}

TEST_CASE("a document that came in a header is looked through") {
  CHECK(shown("MDEyMzQ1Njc4OWFiY2RlZg==", v4, {}, 403, true) == "****************");
}

TEST_CASE("texts too short to be secrets take no words out of a sentence") {
  CHECK(shown("Access denied", "OSS id:denied") == "Access denied");
  CHECK(shown("Access denied", "") == "Access denied");
}

TEST_CASE("a refusal's headers bring none either, a success's too, also where they are cut off") {
  const int status = GENERATE(200, 203, 403);
  field headers[1];
  char room[256];
  upcall::request sent{{}, headers};
  sent.headers.set("x-oss-security-token", "fake-token+/=fake-token+/=fake-token+/=fake-token");
  upcall::response answer{room};
  answer.status = status;
  for (const char* name : {"ETag", "Content-Type", "x-oss-request-id", "x-oss-version-id", "x-oss-ec"})
    answer.header(name, "fake-token+/=fake-token+/=fake-token+/=fake-token");
  upcall::withhold_secrets(answer, sent);
  answer.for_each_text([](const auto& text) {
    CHECK(!text.empty());
    CHECK(text.view().find_first_not_of('*') == text.view().npos);
  });
}

TEST_CASE("a failure is told without them, however a document wrote them") {
  field headers[1];
  upcall::request sent{{}, headers};
  sent.headers.set("authorization", v4);
  upcall::failure why{upcall::fault::server, "no: 0123456789abcdef", 403};
  why.code.assign("0123456789abcdef");
  why.request_id.assign("id 0123456789abcdef");
  why.ec.assign("1234 0123456789abcdef");
  upcall::withhold_secrets(why, sent);
  CHECK(why.message == "no: ****************");
  CHECK(why.code == "****************");
  CHECK(why.request_id == "id ****************");
  CHECK(why.ec == "1234 ***********");
  CHECK(why.status == 403);
}
