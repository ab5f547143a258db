// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <upcall/operations/verify_hosted.hpp>
#include <upcall/testing/emulator/callback_sender.hpp>
#include <upcall/testing/emulator/service.hpp>
#include <upcall/testing/emulator_keys.hpp>

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

TEST_CASE("a callback is a signed POST with the variables filled in") {
  service here{answering({.body = "{}"})};
  put(here,
      {{"callbackUrl", "http://127.0.0.1:23450/a%20b?id=1&x=%2F"},
       {"callbackBody",
        "${bucket} ${object} ${etag} ${size} ${mimeType} ${crc64} ${contentMd5} [${vpcId}] ${clientIp} ${operation} "
        "[${imageInfo.width}] ${x:a}"}},
      "hello", {{"x:a", "1"}});
  REQUIRE(here.callbacks().sent().size() == 1);
  const callback_post post = here.callbacks().sent()[0];
  CHECK(post.target == "/a%20b?id=1&x=%2F");
  CHECK(post.body ==
        "bucket a%20key%2F%C3%BC 5D41402ABC4B2A76B9719D911017C592 5 text%2Fplain 11177612005948864433 "
        "XUFAKrxLKna5cZ2REBfFkg%3D%3D "
        "[] 127.0.0.1 PutObject [] 1");
  CHECK(post.headers.get("host") == "127.0.0.1:23450");
  CHECK(post.headers.get("content-length") == std::to_string(post.body.size()));
  CHECK(post.headers.get("content-type") == "application/x-www-form-urlencoded");
  CHECK(post.headers.get("content-md5") == base64_of(digest(EVP_md5(), post.body)));
  CHECK(post.headers.get("user-agent") == "aliyun-oss-callback");
  CHECK(post.headers.get("connection") == "close");
  CHECK(post.headers.get("x-oss-bucket") == "bucket");
  CHECK(post.headers.get("x-oss-tag") == "CALLBACK");
  CHECK(post.headers.get("x-oss-signature-version") == "1.0");

  std::vector<upcall::field> headers;
  for (const auto& [name, value] : post.headers) headers.push_back({name, value});
  upcall::emulator_keys key;
  CHECK(upcall::verify({.method = "POST", .target = post.target, .headers = headers, .body = post.body}, key));
  CHECK(upcall::verify({.method = "POST", .target = post.target, .headers = headers, .body = post.body + ' '}, key)
            .reason() == upcall::refusal::bad_signature);
}

TEST_CASE("an image's size is among the variables") {
  using namespace std::string_literals;
  service here{answering({.body = "{}"})};
  put(here,
      {{"callbackUrl", "127.0.0.1"},
       {"callbackBodyType", "application/json"},
       {"callbackBody", "[${imageInfo.width},${imageInfo.height},${imageInfo.format}]"}},
      "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0"s);
  put(here, {{"callbackUrl", "127.0.0.1"},
             {"callbackBodyType", "application/json"},
             {"callbackBody", "[${imageInfo.width},${imageInfo.height},${imageInfo.format}]"}});
  CHECK(here.callbacks().sent()[0].body == "[640,480,\"png\"]");
  CHECK(here.callbacks().sent()[1].body == "[null,null,null]");
}

TEST_CASE("a callback's own Host and headers") {
  service here{answering({.body = "{}"})};
  put(here, {{"callbackUrl", "127.0.0.1:8080/x"},
             {"callbackBody", "a"},
             {"callbackHost", "app.example.com"},
             {"additionalHeaders", {{"Token", "t"}}}});
  const auto post = here.callbacks().sent().at(0);
  CHECK(post.headers.get("host") == "app.example.com");
  CHECK(post.headers.get("token") == "t");
  CHECK(post.host == "127.0.0.1");
  CHECK(post.port == 8080);
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

TEST_CASE("URLs are tried in order until one succeeds") {
  upcall::emulator_settings settings;
  settings.deliver = [](const callback_post& post) {
    return post.target == "/2" ? callback_answer{.body = "{\"from\":2}"}
                               : callback_answer{.what = callback_answer::outcome::cannot_connect};
  };
  service here{settings};
  const auto answer =
      put(here, {{"callbackUrl", "http://127.0.0.1/1;http://127.0.0.1/2;http://127.0.0.1/3"}, {"callbackBody", "a"}});
  CHECK(answer.status == 200);
  CHECK(answer.body == "{\"from\":2}");
  CHECK(here.callbacks().sent().size() == 2);
}
