// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include "testing/raw_request.hpp"
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <upcall/testing/emulator/authorize.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/written.hpp>
#include <utility>

// Requests that other implementations have signed, from the public vectors, and the settings that accept them.
namespace signed_vectors {

using namespace upcall::testing;

inline nlohmann::json vectors(const std::string& name) {
  std::ifstream in{std::string{UPCALL_TEST_VECTORS} + "/" + name};
  return nlohmann::json::parse(in);
}

inline upcall::emulator_settings settings_of(const nlohmann::json& input) {
  upcall::emulator_settings out;
  out.access_key_id = input["access_key_id"];
  out.access_key_secret = input["access_key_secret"];
  if (input["security_token"].is_string()) out.security_token = input["security_token"];
  out.region = input.value("region", "");
  out.now = [at = input["timestamp"].get<std::int64_t>()] { return upcall::timestamp{at}; };
  return out;
}

// The code of the refusal, or "".
inline std::string refused(http_request request, const upcall::emulator_settings& settings) {
  try {
    const incoming message{request};
    authorize(message, settings);
    return "";
  } catch (const service_error& why) {
    CHECK(why.status >= 400);
    return why.code;
  }
}

inline std::string encoded(const std::string& text) {
  return written([&](auto& to) { upcall::write_percent(to, text); });
}

inline std::string text_of(const nlohmann::json& json) { return json.is_string() ? json.get<std::string>() : ""; }

// The host, and the target that names bucket and key on it, followed by the query.
inline http_request request_for(const nlohmann::json& input, const nlohmann::json& query) {
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

inline http_request signed_by_header(const nlohmann::json& input, const nlohmann::json& expected) {
  http_request out = request_for(input, input["query"]);
  for (const auto& each : input["headers"]) out.headers.set(text_of(each[0]), upcall::trim(text_of(each[1])));
  for (const auto& [name, value] : expected["added_headers"].items()) out.headers.set(name, text_of(value));
  out.headers.set("Authorization", text_of(expected["authorization"]));
  return out;
}

inline http_request signed_url(const nlohmann::json& input, const nlohmann::json& expected) {
  auto query = nlohmann::json::array();
  for (const auto& [name, value] : expected["query_params"].items()) query.push_back({name, value});
  http_request out = request_for(input, query);
  for (const auto& [name, value] : expected["signed_headers_to_send"].items())
    out.headers.set(name, upcall::trim(text_of(value)));
  return out;
}

// The URL as another implementation wrote it.
inline http_request signed_url_reference(const nlohmann::json& input, const nlohmann::json& expected) {
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
inline http_request spoiled(http_request request) {
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

inline nlohmann::json vector_named(const std::string& file, const std::string& name) {
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

inline signed_case header_case(const std::string& file, const std::string& name) {
  const auto found = vector_named(file, name);
  return {signed_by_header(found["input"], found["expected"]), settings_of(found["input"])};
}
inline signed_case url_case(const std::string& file, const std::string& name) {
  const auto found = vector_named(file, name);
  return {signed_url(found["input"], found["expected"]), settings_of(found["input"])};
}

inline void move_clock(upcall::emulator_settings& settings, std::int64_t seconds) {
  settings.now = [at = settings.now().seconds + seconds] { return upcall::timestamp{at}; };
}

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

}  // namespace signed_vectors
