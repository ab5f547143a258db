// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/emulator/signed_vectors.hpp"
#include <upcall/testing/emulator/authorize.hpp>

using namespace signed_vectors;

TEST_CASE("the emulator accepts every signature of the public vectors, and none that differs from it") {
  for (const std::string file : {"sign-v1.json", "sign-v4.json", "presign-v1.json", "presign-v4.json"}) {
    for (const auto& each : vectors(file)) {
      const auto &input = each["input"], &expected = each["expected"];
      CAPTURE(file, each["name"]);
      const auto settings = settings_of(input);
      const bool header = file.starts_with("sign");
      for (const auto& request : {header ? signed_by_header(input, expected) : signed_url(input, expected),
                                  header ? signed_by_header(input, expected) : signed_url_reference(input, expected)}) {
        CAPTURE(request.target);
        CHECK(refused(request, settings) == "");
        CHECK(refused(spoiled(request), settings) == "SignatureDoesNotMatch");
      }
    }
  }
}

TEST_CASE("who signed nothing is let in only where nothing has to be signed") {
  CHECK(refused(raw_request("GET", "/bucket/key"), {.access_key_id = "id", .access_key_secret = "secret"}) ==
        "AccessDenied");
  CHECK(refused(raw_request("GET", "/bucket/key"), {}) == "");
  CHECK(refused(raw_request("GET", "/bucket/key", {{"Authorization", "Basic aWQ6c2VjcmV0"}}),
                {.access_key_id = "id"}) == "InvalidArgument");
  CHECK(refused(raw_request("GET", "/bucket/key", {{"Authorization", "OSS id"}}), {.access_key_id = "id"}) ==
        "InvalidArgument");
}

TEST_CASE("access keys, tokens and regions are those of the settings") {
  for (const auto& [request, settings] :
       {header_case("sign-v1.json", "v1h-put-simple"), header_case("sign-v4.json", "v4h-put-simple"),
        url_case("presign-v1.json", "v1q-get"), url_case("presign-v4.json", "v4q-get")}) {
    auto other = settings;
    other.access_key_id = "another";
    CHECK(refused(request, other) == "InvalidAccessKeyId");
    other = settings;
    other.access_key_secret = "another";
    CHECK(refused(request, other) == "SignatureDoesNotMatch");
    other = settings;
    other.security_token = "another";
    CHECK(refused(request, other) == "InvalidSecurityToken");
  }
  auto [request, settings] = header_case("sign-v4.json", "v4h-put-simple");
  settings.region = "cn-elsewhere";
  CHECK(refused(request, settings) == "InvalidArgument");
  settings.region = "";
  CHECK(refused(request, settings) == "");
}

TEST_CASE("one way of signing excludes the others") {
  auto [request, settings] = url_case("presign-v4.json", "v4q-get");
  request.headers.set("Authorization", "OSS id:AAAA");
  CHECK(refused(request, settings) == "InvalidArgument");
  auto [both, both_settings] = url_case("presign-v1.json", "v1q-get");
  both.target += "&x-oss-signature=00";
  CHECK(refused(both, both_settings) == "InvalidArgument");
}
