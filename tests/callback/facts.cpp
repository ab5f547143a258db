// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <string>
#include <string_view>
#include <upcall/callback/encoded.hpp>
#include <upcall/callback/facts.hpp>
#include <upcall/testing/written.hpp>

namespace {

inline constexpr upcall::callback plain{.url = "http://app.example.com/done", .body = "object=${object}"};
inline constexpr upcall::callback tls{.url = "HTTPS://app.example.com", .query = {{"a", "b"}}, .body = "a=b"};
inline constexpr upcall::callback named{.url = "https://app.example.com/", .body = "a=b", .sni = true};
inline constexpr upcall::callback here{.url = "http://127.1:8080", .query = {{"to", "https://a/"}}, .body = "a=b"};
inline constexpr upcall::callback five{
    .url = {"http://a.example.com/x", "b.example.com", "https://c.example.com", "http://10.0.0.1:80/", "http://d/"},
    .query = {{"a", "b;c"}},
    .body = "a=b"};

constexpr bool are(std::string_view parameter, bool lacks_sni, bool private_host) {
  const upcall::callback_facts facts{parameter};
  return facts.lacks_sni() == lacks_sni && facts.names_private_host() == private_host;
}

// Of a callback that the compiler encodes, the compiler knows them.
static_assert(are(upcall::encoded<plain>.parameter, false, false));
static_assert(are(upcall::encoded<here>.parameter, false, true));

std::string base64(std::string_view json) {
  return upcall::testing::written([&](auto& to) { upcall::write_base64(to, json); });
}

}  // namespace

TEST_CASE("facts of callbacks that were encoded") {
  CHECK(are(upcall::encoded<plain>.parameter, false, false));
  CHECK(are(upcall::encoded<tls>.parameter, true, false));
  CHECK(are(upcall::encoded<named>.parameter, false, false));
  CHECK(are(upcall::encoded<here>.parameter, false, true));
  CHECK(are(upcall::encoded<five>.parameter, true, true));
}

TEST_CASE("facts of callbacks that others have encoded") {
  CHECK(are(base64(R"({"callbackSNI":true,"callbackUrl":"https:\/\/app.example.com\/?a=b","callbackBody":"x"})"), false,
            false));
  CHECK(are(base64(R"({"callbackUrl":"\u0031\u0030.0.0.1","callbackSNI":false})"), false, true));
  CHECK(are(base64(R"({"callbackUrl":"a.example.com;localhost:1"})"), false, true));
  CHECK(are(base64(R"({"callbackUrl":"a.example.com?https://127.0.0.1"})"), false, false));
  CHECK(are(base64("{ \"callbackUrl\" : \"https://10.0.0.1/\" ,\n \"callbackSNI\"\t: false }"), true, true));
  CHECK(are(base64("{\"callbackUrl\": \"https://a.example.com/\", \"callbackSNI\": true}"), false, false));
  CHECK(are(base64(R"({"callbackBody":"\"callbackUrl\":\"https://10.0.0.1\"","callbackUrl":"a"})"), false, false));
  CHECK(are(base64(R"({"callbackBody":"callbackUrl","callbackHost":"https://127.0.0.1"})"), false, false));
  CHECK(are(base64(R"({"callbackBody":"callbackUrl","localhost":"https://127.0.0.1"})"), false, false));
}

TEST_CASE("what is no callback says nothing") {
  for (const std::string& parameter :
       {std::string{}, std::string{"e30="}, std::string{"*"}, base64(R"({"callbackPolicy":"mine"})"), base64("[]"),
        base64(R"({"callbackUrl":1,"callbackSNI":"true"})"), base64(R"({"callbackUrl":""})"),
        base64(R"({"callbackUrl":";;"})"), base64(std::string(4000, ' ')),
        base64(R"({"callbackUrl":"https://127.0.0.1)" + std::string(4000, '/') + "\"}")}) {
    INFO(parameter.substr(0, 100));
    CHECK(are(parameter, false, false));
  }
}

TEST_CASE("a callback goes in a header or in the query") {
  std::array<upcall::field, 2> parameters, headers;
  upcall::request message{parameters, headers};
  CHECK(upcall::callback_parameter(message).empty());
  message.parameters.set("callback", "b");
  CHECK(upcall::callback_parameter(message) == "b");
  message.headers.set("x-oss-callback", "a");
  CHECK(upcall::callback_parameter(message) == "a");
}
