// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <upcall/testing/emulator/authorize.hpp>
#include <upcall/testing/emulator/incoming.hpp>

namespace {

using namespace upcall::testing;

nlohmann::json vectors(const std::string& name) {
  std::ifstream in{std::string{UPCALL_TEST_VECTORS} + "/" + name};
  return nlohmann::json::parse(in);
}

upcall::emulator_settings settings_of(const nlohmann::json& input) {
  upcall::emulator_settings out;
  out.access_key_id = input["access_key_id"];
  out.access_key_secret = input["access_key_secret"];
  if (input["security_token"].is_string()) out.security_token = input["security_token"];
  out.region = input.value("region", "");
  out.now = [at = input["timestamp"].get<std::int64_t>()] { return upcall::timestamp{at}; };
  return out;
}

// The code of the refusal, or "".
std::string refused(http_request request, const upcall::emulator_settings& settings) {
  try {
    const incoming message{request};
    authorize(message, settings);
    return "";
  } catch (const service_error& why) {
    CHECK(why.status >= 400);
    return why.code;
  }
}

std::string encoded(const std::string& text) {
  return written([&](auto& to) { upcall::write_percent(to, text); });
}

std::string text_of(const nlohmann::json& json) { return json.is_string() ? json.get<std::string>() : ""; }

// The host, and the target that names bucket and key on it, followed by the query.
http_request request_for(const nlohmann::json& input, const nlohmann::json& query) {
  const std::string bucket = text_of(input["bucket"]);
  std::string target = '/' + written([&](auto& to) { upcall::write_path(to, text_of(input["key"])); });
  if (bucket_of_host(text_of(input["host"])) != bucket && !bucket.empty()) target = '/' + bucket + target;
  char separator = '?';
  for (const auto& each : query) {
    target += std::exchange(separator, '&') + encoded(each[0]);
    if (text_of(each[1]) != "") target += '=' + encoded(each[1]);
  }
  return raw_request(input["method"], target, {{"Host", text_of(input["host"])}});
}

http_request signed_by_header(const nlohmann::json& input, const nlohmann::json& expected) {
  http_request out = request_for(input, input["query"]);
  for (const auto& each : input["headers"]) out.headers.set(text_of(each[0]), upcall::trim(text_of(each[1])));
  for (const auto& [name, value] : expected["added_headers"].items()) out.headers.set(name, text_of(value));
  out.headers.set("Authorization", text_of(expected["authorization"]));
  return out;
}

http_request signed_url(const nlohmann::json& input, const nlohmann::json& expected) {
  auto query = nlohmann::json::array();
  for (const auto& [name, value] : expected["query_params"].items()) query.push_back({name, value});
  http_request out = request_for(input, query);
  for (const auto& [name, value] : expected["signed_headers_to_send"].items())
    out.headers.set(name, upcall::trim(text_of(value)));
  return out;
}

// The URL as another implementation wrote it.
http_request signed_url_reference(const nlohmann::json& input, const nlohmann::json& expected) {
  http_request out = signed_url(input, expected);
  if (!expected.contains("url_reference")) return out;
  const std::string url = expected["url_reference"], bucket = text_of(input["bucket"]);
  const std::size_t host = url.find("://") + 3, path = url.find_first_of("/?", host);
  out.headers.set("Host", url.substr(host, path - host));
  const bool in_path = bucket_of_host(out.headers.get("Host")) != bucket;
  out.target = (url[path] == '?' ? "/" : "") + url.substr(path);
  if (in_path && !out.target.starts_with('/' + bucket + '/')) out.target = '/' + bucket + out.target;
  return out;
}

// The same request with one character of its signature changed.
http_request spoiled(http_request request) {
  const auto change = [](std::string text, std::size_t at) {
    while (text[at] == '%') at += 3;
    text[at] = text[at] == 'b' ? 'c' : 'b';
    return text;
  };
  if (const std::string* value = request.headers.find("authorization")) {
    const std::size_t at = value->starts_with("OSS4") ? value->find("Signature=") + 10 : value->find(':') + 1;
    const std::string changed = change(*value, at);
    request.headers.set("authorization", changed);
  } else {
    const std::string name =
        request.target.find("x-oss-signature=") != std::string::npos ? "x-oss-signature=" : "Signature=";
    request.target = change(request.target, request.target.find(name) + name.size());
  }
  return request;
}

nlohmann::json vector_named(const std::string& file, const std::string& name) {
  for (auto& each : vectors(file)) {
    if (each["name"] == name) return each;
  }
  FAIL("no vector " << name);
  return {};
}

// One signed request of each kind, and the settings that accept it.
struct signed_case {
  http_request request;
  upcall::emulator_settings settings;
};

signed_case header_case(const std::string& file, const std::string& name) {
  const auto found = vector_named(file, name);
  return {signed_by_header(found["input"], found["expected"]), settings_of(found["input"])};
}
signed_case url_case(const std::string& file, const std::string& name) {
  const auto found = vector_named(file, name);
  return {signed_url(found["input"], found["expected"]), settings_of(found["input"])};
}

void move_clock(upcall::emulator_settings& settings, std::int64_t seconds) {
  settings.now = [at = settings.now().seconds + seconds] { return upcall::timestamp{at}; };
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

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

TEST_CASE("signed URLs end when they say") {
  auto [v1, v1_settings] = url_case("presign-v1.json", "v1q-get");
  const std::int64_t life = vector_named("presign-v1.json", "v1q-get")["input"]["expires_in"];
  move_clock(v1_settings, life);
  CHECK(refused(v1, v1_settings) == "");
  move_clock(v1_settings, 1);
  CHECK(refused(v1, v1_settings) == "AccessDenied");

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

TEST_CASE("one way of signing excludes the others") {
  auto [request, settings] = url_case("presign-v4.json", "v4q-get");
  request.headers.set("Authorization", "OSS id:AAAA");
  CHECK(refused(request, settings) == "InvalidArgument");
  auto [both, both_settings] = url_case("presign-v1.json", "v1q-get");
  both.target += "&x-oss-signature=00";
  CHECK(refused(both, both_settings) == "InvalidArgument");
}
