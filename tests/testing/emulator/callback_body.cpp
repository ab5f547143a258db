// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <nlohmann/json.hpp>
#include <upcall/testing/emulator/callback_body.hpp>
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
