// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <nlohmann/json.hpp>
#include <upcall/testing/emulator/requested_callback.hpp>
#include <upcall/testing/emulator/service.hpp>

using namespace upcall::testing;
using json = nlohmann::json;

namespace {

http_response put(service& to, const json& callback, const std::string& body = "hello",
                  const json& variables = nullptr) {
  auto request = raw_request("PUT", "/bucket/a%20key/%C3%BC", {{"Content-Type", "text/plain"}}, body);
  request.headers.add("x-oss-callback", base64_of(callback.dump()));
  if (!variables.is_null()) request.headers.add("x-oss-callback-var", base64_of(variables.dump()));
  return to.handle(request);
}

upcall::emulator_settings answering(callback_answer answer) {
  upcall::emulator_settings out;
  out.deliver = [answer](const callback_post&) { return answer; };
  return out;
}

}  // namespace

TEST_CASE("the application's answer reaches the uploader byte for byte") {
  service here{answering({.body = "{\"a\": [1,  2]}\n"})};
  const auto answer = put(here, {{"callbackUrl", "http://127.0.0.1:1/"}, {"callbackBody", "a"}});
  CHECK(answer.status == 200);
  CHECK(answer.body == "{\"a\": [1,  2]}\n");
  CHECK(answer.headers.get("content-type") == "application/json");
  CHECK(answer.headers.get("etag") == "\"5D41402ABC4B2A76B9719D911017C592\"");
  CHECK(answer.headers.find("x-oss-hash-crc64ecma") != nullptr);
}

TEST_CASE("a failed callback is a 203, and the object is stored") {
  struct known {
    callback_answer answer;
    std::string message, ec;
  };
  using enum callback_answer::outcome;
  http_headers zero, long_one, nonsense;
  for (auto [to, value] : {std::pair{&zero, "0"}, {&long_one, "1048577"}, {&nonsense, "-1"}})
    to->add("Content-Length", value);
  const known all[] = {
      {{.what = cannot_connect},
       "Error status : -1. OSS can not connect to your callbackUrl, please check it.",
       "(none)"},
      {{.what = timed_out},
       "Error status:-1 127.0.0.1:80 reply timeout, cost:5000ms, timeout:5000ms (err -4, errno115)",
       "0007-00000202"},
      {{.status = 301, .body = "{}"}, "Error status : 301.", "0007-00000203"},
      {{.status = 502, .body = ""}, "Error status : 502.", "0007-00000203"},
      {{.status = 204}, "Error status : 204.", "0007-00000203"},
      {{.body = "OK"}, "Response body is not valid json format.", "0007-00000205"},
      {{.body = "\xef\xbb\xbf{}"}, "Response body is not valid json format.", "0007-00000205"},
      {{.headers = zero}, "Error Status : 400.User server return invalid conent-length value.", "(none)"},
      {{.headers = nonsense, .body = "{}"},
       "Error Status : 400.User server return invalid conent-length value.",
       "(none)"},
      {{.headers = long_one, .body = "{}"},
       "Error Status : 400.User server return too long content-length value.",
       "(none)"},
  };
  for (const auto& [answer, message, ec] : all) {
    service here{answering(answer)};
    const auto got = put(here, {{"callbackUrl", "http://127.0.0.1/"}, {"callbackBody", "a"}});
    CHECK(got.status == 203);
    CHECK(element(got.body, "Code") == "CallbackFailed");
    CHECK(element(got.body, "Message") == message);
    CHECK(element(got.body, "EC") == ec);
    CHECK(got.headers.get("etag") == "\"5D41402ABC4B2A76B9719D911017C592\"");
    CHECK(got.headers.get("x-oss-hash-crc64ecma") == "11177612005948864433");
    auto head = raw_request("HEAD", "/bucket/a%20key/%C3%BC");
    CHECK(here.handle(head).status == 200);
  }
}
