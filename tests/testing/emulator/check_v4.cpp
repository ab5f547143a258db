// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/emulator/signed_vectors.hpp"
#include <map>
#include <upcall/testing/emulator/check_v4.hpp>

using namespace signed_vectors;

TEST_CASE("a wrong signature is answered with what should have been signed") {
  auto [request, settings] = header_case("sign-v4.json", "v4h-put-simple");
  const auto expected = vector_named("sign-v4.json", "v4h-put-simple")["expected"];
  request = spoiled(request);
  const incoming message{request};
  try {
    authorize(message, settings);
    FAIL("not refused");
  } catch (const service_error& why) {
    CHECK(why.status == 403);
    const std::map<std::string, std::string> details{why.details.begin(), why.details.end()};
    CHECK(details.at("StringToSign") == text_of(expected["string_to_sign"]));
    CHECK(details.at("CanonicalRequest") == text_of(expected["canonical_request"]));
    CHECK(details.at("OSSAccessKeyId") == settings.access_key_id);
    CHECK(details.at("SignatureProvided") != text_of(expected["signature"]));
    CHECK(details.at("StringToSignBytes").starts_with("4F 53 53 34 2D "));
  }
}

TEST_CASE("the V4 header may be written in every way that clients write it") {
  auto [request, settings] = header_case("sign-v4.json", "v4h-additional-host");
  const std::string header{request.headers.get("authorization")};
  const std::size_t begin = header.find("Credential="), additional = header.find(",AdditionalHeaders="),
                    signature = header.find(",Signature=");
  REQUIRE(additional != std::string::npos);
  const std::string credential = header.substr(begin, additional - begin),
                    names = header.substr(additional + 1, signature - additional - 1),
                    mac = header.substr(signature + 1), algorithm = "OSS4-HMAC-SHA256 ";
  for (const std::string& written_so :
       {algorithm + credential + ", " + names + ", " + mac, algorithm + credential + "," + mac + "," + names,
        algorithm + mac + " , " + names + " , " + credential}) {
    request.headers.set("Authorization", written_so);
    CHECK(refused(request, settings) == "");
  }
  request.headers.set("Authorization", algorithm + credential + "," + mac);
  CHECK(refused(request, settings) == "SignatureDoesNotMatch");
  request.headers.set("Authorization", algorithm + credential + "," + names);
  CHECK(refused(request, settings) == "InvalidArgument");
}

TEST_CASE("the V4 header's parts must fit together") {
  const auto [request, settings] = header_case("sign-v4.json", "v4h-put-simple");
  const std::string header{request.headers.get("authorization")};
  const std::string day = written([&, &clock = settings](auto& to) { upcall::write_day(to, clock.now()); });
  const auto with = [&, &from = request](const std::string& name, const std::string& value) {
    http_request out = from;
    out.headers.set(name, value);
    return out;
  };
  CHECK(refused(with("Authorization", replaced(header, '/' + day + '/', "/20200101/")), settings) == "InvalidArgument");
  CHECK(refused(with("Authorization", replaced(header, "aliyun_v4_request", "aws4_request")), settings) ==
        "InvalidArgument");
  CHECK(refused(with("Authorization", replaced(header, "/oss/", "/s3/")), settings) == "InvalidArgument");
  CHECK(refused(with("x-oss-content-sha256", "e3b0c442"), settings) == "InvalidArgument");
  CHECK(refused(with("x-oss-date", "yesterday"), settings) == "AccessDenied");
}

TEST_CASE("a signed URL says how long it lives, within bounds") {
  const auto [request, settings] = url_case("presign-v4.json", "v4q-get");
  const std::string life =
      "x-oss-expires=" + std::to_string(vector_named("presign-v4.json", "v4q-get")["input"]["expires_in"].get<int>());
  for (const std::string wrong : {"x-oss-expires=0", "x-oss-expires=604801", "x-oss-expires=-1", "y=1"}) {
    http_request other = request;
    other.target = replaced(request.target, life, wrong);
    CHECK(refused(other, settings) == "InvalidArgument");
  }
  http_request longest = request;
  longest.target = replaced(request.target, life, "x-oss-expires=604800");
  CHECK(refused(longest, settings) == "SignatureDoesNotMatch");
}

TEST_CASE("a URL signed with V4 is valid from fifteen minutes before its date until it ends") {
  auto [v4, v4_settings] = url_case("presign-v4.json", "v4q-get");
  const std::int64_t v4_life = vector_named("presign-v4.json", "v4q-get")["input"]["expires_in"];
  move_clock(v4_settings, -900);
  CHECK(refused(v4, v4_settings) == "");
  move_clock(v4_settings, -1);
  CHECK(refused(v4, v4_settings) == "RequestTimeTooSkewed");
  move_clock(v4_settings, 901 + v4_life);
  CHECK(refused(v4, v4_settings) == "");
  move_clock(v4_settings, 1);
  CHECK(refused(v4, v4_settings) == "AccessDenied");
}
