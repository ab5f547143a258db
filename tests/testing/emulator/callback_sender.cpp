// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <nlohmann/json.hpp>
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
