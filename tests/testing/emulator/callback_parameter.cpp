// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <fstream>
#include <nlohmann/json.hpp>
#include <upcall/testing/emulator/callback_parameter.hpp>
#include <upcall/testing/emulator/service.hpp>

using namespace upcall::testing;
using json = nlohmann::json;

namespace {

upcall::emulator_settings calling(upcall::callback_reach reach) {
  upcall::emulator_settings out;
  out.callbacks = reach;
  out.deliver = [](const callback_post&) { return callback_answer{.body = "{}"}; };
  return out;
}

http_response put(service& to, const std::string& callback, const std::string& variables = {},
                  const std::string& query = {}) {
  auto request = raw_request("PUT", "/bucket/key" + query, {}, "hello");
  if (!callback.empty()) request.headers.add("x-oss-callback", callback);
  if (!variables.empty()) request.headers.add("x-oss-callback-var", variables);
  return to.handle(request);
}

// The EC of the refusal, or its code when it has none; "200" for what was stored.
std::string outcome(const http_response& answer) {
  if (answer.status == 200) return "200";
  CHECK(answer.status == 400);
  const std::string ec{answer.headers.get("x-oss-ec")};
  return ec.empty() ? element(answer.body, "Code") : ec;
}

std::string outcome(const json& callback, const json& variables = nullptr) {
  service here{calling(upcall::callback_reach::loopback)};
  const auto answer = put(here, base64_of(callback.dump()), variables.is_null() ? "" : base64_of(variables.dump()));
  if (answer.status != 200) {
    auto head = raw_request("HEAD", "/bucket/key");
    CHECK(here.handle(head).status == 404);
  }
  return outcome(answer);
}

const json good = {{"callbackUrl", "http://127.0.0.1:1/a"}, {"callbackBody", "b=${bucket}"}};

json with(const std::string& name, const json& value) {
  json out = good;
  out[name] = value;
  return out;
}

}  // namespace

TEST_CASE("wrong callbacks of the public vectors are refused as the service does, and nothing is stored") {
  std::ifstream in{UPCALL_TEST_VECTORS "/callback-encoding.json"};
  std::size_t seen = 0;
  for (const auto& each : json::parse(in)) {
    if (each["kind"] != "invalid-server") continue;
    ++seen;
    CAPTURE(each["name"]);
    const auto &input = each["input"], &expected = each["expected"];
    service here{calling(upcall::callback_reach::public_addresses)};
    const std::string callback = input.contains("x-oss-callback_raw") ? input["x-oss-callback_raw"].get<std::string>()
                                                                      : base64_of(input["callback_json"].dump());
    const auto answer =
        put(here, callback, input.contains("callback_var_json") ? base64_of(input["callback_var_json"].dump()) : "");
    CHECK(answer.status == expected["http_status"]);
    CHECK(element(answer.body, "Code") == expected["code"].get<std::string>());
    CHECK(element(answer.body, "ArgumentName") == "callback");
    if (expected["ec"].is_string()) CHECK(element(answer.body, "EC") == expected["ec"].get<std::string>());
    if (expected["message"].is_string())
      CHECK(element(answer.body, "Message") == expected["message"].get<std::string>());
    auto head = raw_request("HEAD", "/bucket/key");
    CHECK(here.handle(head).status == 404);
  }
  CHECK(seen >= 8);
}

TEST_CASE("what a callback's fields may be") {
  CHECK(outcome(good) == "200");
  CHECK(outcome(with("callbackHost", "example.com")) == "200");
  CHECK(outcome(with("callbackHost", 5)) == "0007-00000009");
  CHECK(outcome(with("callbackHost", "a\r\nb: c")) == "InvalidArgument");
  CHECK(outcome(with("callbackBody", "")) == "0007-00000011");
  CHECK(outcome(with("callbackBody", nullptr)) == "0007-00000011");
  CHECK(outcome(with("callbackBodyType", "application/json")) == "200");
  CHECK(outcome(with("callbackBodyType", "text/plain")) == "InvalidArgument");
  CHECK(outcome(with("callbackSNI", true)) == "200");
  CHECK(outcome(with("additionalHeaders", {{"a", "b"}})) == "200");
  CHECK(outcome(with("additionalHeaders", {{"x-oss-a", "b"}})) == "0007-00000026");
  CHECK(outcome(with("additionalHeaders", "a: b")) == "0007-00000026");
}

TEST_CASE("what a callback's URL may be") {
  CHECK(outcome(with("callbackUrl", "127.0.0.1:8088/index.html")) == "200");
  CHECK(outcome(with("callbackUrl", "localhost")) == "200");
  CHECK(outcome(with("callbackUrl", "http://127.0.0.1/a?b=c;https://localhost/")) == "200");
  CHECK(
      outcome(with("callbackUrl",
                   "http://127.0.0.1/1;http://127.0.0.1/2;http://127.0.0.1/3;http://127.0.0.1/4;http://127.0.0.1/5")) ==
      "200");
  for (const char* wrong :
       {"", ";", "ftp://127.0.0.1/", "http://", "http://[::1]/", "http://127.0.0.1:0/", "http://127.0.0.1:70000/",
        "http://127.0.0.1/a b", "http://127.0.0.1/a\r\nb", "http://user@127.0.0.1/"}) {
    CAPTURE(wrong);
    CHECK(outcome(with("callbackUrl", wrong)) == "0007-00000004");
  }
  CHECK(outcome(with("callbackUrl", json::array())) == "0007-00000004");
}

TEST_CASE("who may be called is a setting") {
  using enum upcall::callback_reach;
  const auto from = [](upcall::callback_reach reach, const std::string& url) {
    service here{calling(reach)};
    return outcome(put(here, base64_of(with("callbackUrl", url).dump())));
  };
  CHECK(from(loopback, "http://127.8.9.1/") == "200");
  CHECK(from(loopback, "http://example.com/") == "InvalidArgument");
  CHECK(from(loopback, "http://127.0.0.1.example.com/") == "InvalidArgument");
  CHECK(from(loopback, "http://127.0.0.1/;http://example.com/") == "InvalidArgument");
  CHECK(from(anywhere, "http://example.com/") == "200");
  CHECK(from(anywhere, "http://10.0.0.1/") == "200");
  CHECK(from(public_addresses, "http://example.com/") == "200");
  for (const char* inside : {"localhost", "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "172.31.0.1",
                             "169.254.1.1", "100.64.0.1", "2130706433", "127.1", "app.localhost."}) {
    CHECK(from(public_addresses, inside) == "0007-00000008");
  }
  CHECK(from(public_addresses, "172.32.0.1") == "200");
}

TEST_CASE("custom variables") {
  const json wants = with("callbackBody", "u=${x:user}");
  CHECK(outcome(wants, {{"x:user", "42"}}) == "200");
  CHECK(outcome(wants) == "0007-00000105");
  CHECK(outcome(wants, {{"user", "42"}}) == "InvalidArgument");
  CHECK(outcome(wants, {{"x:User", "42"}}) == "InvalidArgument");
  CHECK(outcome(wants, {{"x:user", 42}}) == "InvalidArgument");
  service here{calling(upcall::callback_reach::loopback)};
  const std::string callback = base64_of(wants.dump());
  CHECK(outcome(put(here, callback, std::string(5 * 1024 + 4, 'A'))) == "0007-00000101");
  CHECK(outcome(put(here, callback, "***")) == "0007-00000102");
  CHECK(outcome(put(here, callback, base64_of("[]"))) == "0007-00000103");
}

TEST_CASE("the parameter may be in the header or in the URL, not in both") {
  service here{calling(upcall::callback_reach::loopback)};
  const std::string callback = base64_of(with("callbackBody", "u=${x:user}").dump()),
                    variables = base64_of(R"({"x:user":"42"})");
  const auto encoded = [](const std::string& text) {
    return written([&](auto& to) { upcall::write_percent(to, text); });
  };
  CHECK(outcome(put(here, "", "", "?callback=" + encoded(callback) + "&callback-var=" + encoded(variables))) == "200");
  CHECK(here.callbacks().sent().back().body == "u=42");
  const auto both = put(here, callback, variables, "?callback=" + encoded(callback));
  CHECK(outcome(both) == "0007-00000027");
  CHECK(element(both.body, "Message") ==
        "Either the callback query string parameter or the x-oss-callback header should be specified, not both.");
  CHECK(outcome(put(here, callback, variables, "?callback-var=" + encoded(variables))) == "0007-00000027");
}

TEST_CASE("what is not Base64 of a JSON object") {
  service here{calling(upcall::callback_reach::loopback)};
  CHECK(outcome(put(here, base64_of("not json"))) == "0007-00000003");
  CHECK(outcome(put(here, base64_of("[1]"))) == "0007-00000003");
  CHECK(outcome(put(here, base64_of("{\"a\":\"\xff\"}"))) == "0007-00000003");
  CHECK(outcome(put(here, "e30")) == "0007-00000002");
}

TEST_CASE("a callback policy that is stored with the bucket") {
  auto settings = calling(upcall::callback_reach::loopback);
  settings.callback_policies["mine"] = good.dump();
  service here{settings};
  CHECK(outcome(put(here, base64_of(R"({"callbackPolicy":"mine"})"))) == "200");
  CHECK(here.callbacks().sent().back().body == "b=bucket");
  CHECK(outcome(put(here, base64_of(R"({"callbackPolicy":"other"})"))) == "InvalidArgument");
}
