// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/emulator/signed_vectors.hpp"
#include <upcall/testing/emulator/authorization.hpp>

using namespace signed_vectors;

TEST_CASE("a date may be fifteen minutes off, either way") {
  for (auto [request, settings] :
       {header_case("sign-v1.json", "v1h-put-simple"), header_case("sign-v4.json", "v4h-put-simple")}) {
    const auto now = settings.now;
    for (const std::int64_t off : {-900, 900}) {
      settings.now = now;
      move_clock(settings, off);
      CHECK(refused(request, settings) == "");
      move_clock(settings, off < 0 ? -1 : 1);
      CHECK(refused(request, settings) == "RequestTimeTooSkewed");
    }
  }
}

TEST_CASE("a date that is too far off is refused with both times") {
  auto [request, settings] = header_case("sign-v4.json", "v4h-put-simple");
  const std::string request_time = iso(settings.now());
  move_clock(settings, 3600);
  const incoming message{request};
  try {
    authorize(message, settings);
    FAIL("not refused");
  } catch (const service_error& why) {
    CHECK(why.status == 403);
    CHECK(why.ec == "0002-00000504");
    const std::string document = error_document(why, "id", "host");
    CHECK(element(document, "MaxAllowedSkewMilliseconds") == "900000");
    CHECK(element(document, "RequestTime") == request_time);
    CHECK(element(document, "ServerTime") == iso(settings.now()));
  }
}

TEST_CASE("x-oss-date does without Date, and Date without x-oss-date") {
  auto [request, settings] = header_case("sign-v4.json", "v4h-put-simple");
  http_headers without;
  for (const auto& [name, value] : request.headers) {
    if (!upcall::equal_ignoring_case(name, "date")) without.add(name, value);
  }
  request.headers = without;
  CHECK(refused(request, settings) == "");
  CHECK(refused(raw_request("GET", "/bucket/key", {{"Authorization", "OSS id:AAAA"}}), {.access_key_id = "id"}) ==
        "AccessDenied");
}
