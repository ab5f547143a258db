// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/acting_transport.hpp"
#include <cstdint>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <openssl/err.h>
#include <string>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/operations/verify_hosted.hpp>
#include <upcall/policies/keys/fetched.hpp>
#include <vector>

namespace {

using nlohmann::json;
using upcall::field;
using upcall::refusal;

std::string_view name_of(refusal reason) {
  switch (reason) {
    case refusal::missing_header: return "missing_header";
    case refusal::bad_base64: return "bad_base64";
    case refusal::bad_pub_key_url: return "bad_pub_key_url";
    case refusal::bad_signature: return "bad_signature";
    default: return "";
  }
}

std::string from_base64(const std::string& text) {
  upcall::inline_string<40000> out;
  REQUIRE(upcall::read_base64(text, out));
  return std::string{out.view()};
}

// A request of the vectors, with the texts that it refers to.
struct recorded {
  std::string method, target, body, pem;
  std::map<std::string, std::string> texts;
  std::vector<field> headers;

  explicit recorded(const json& input)
      : method(input["method"]),
        target(input["request_target"]),
        body(from_base64(input["body_base64"])),
        pem(input["public_key_pem"]),
        texts(input["headers"].get<std::map<std::string, std::string>>()) {
    for (const auto& [name, value] : texts) headers.push_back({name, value});
  }
  upcall::received_callback request() const { return {method, target, headers, body}; }
};

const json& vectors() {
  static const json all = json::parse(std::ifstream{UPCALL_TEST_VECTORS "/callback-signature.json"});
  return all;
}

// Numbers that are the same in each run (SplitMix64).
struct numbers {
  std::uint64_t state = 1;
  std::uint64_t next() {
    std::uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
};

}  // namespace

TEST_CASE("vectors: callbacks of the real service, and of others") {
  int genuine = 0, refused = 0;
  for (const json& each : vectors()) {
    INFO(each["name"].get<std::string>());
    const recorded given{each["input"]};
    const auto out = upcall::verify(given.request(), upcall::pinned_keys{given.pem});
    CHECK(bool(out) == each["expected"]["valid"].get<bool>());
    ++(out ? genuine : refused);
    if (!out) {
      CHECK(name_of(out.reason()) == each["expected"]["reason"].get<std::string>());
      continue;
    }
    CHECK(out->body() == given.body);
    upcall::inline_string<40000> text;
    upcall::write_callback_string_to_sign(text, given.target, given.body);
    CHECK(text.view() == from_base64(each["expected"]["string_to_sign_base64"]));
  }
  CHECK(genuine >= 15);
  CHECK(refused >= 20);
}

TEST_CASE("vectors: with keys that are fetched it is the same, and a key URL that is not the service's is not asked") {
  std::map<refusal, int> reasons;
  for (const json& each : vectors()) {
    INFO(each["name"].get<std::string>());
    const recorded given{each["input"]};
    int requests = 0;
    auto give_key = [&](const upcall::signed_request& request, upcall::body auto&, upcall::response& answer) {
      ++requests;
      CHECK(request.to().host == "gosspublic.alicdn.com");
      CHECK(request.to().tls);
      answer.status = 200;
      CHECK(answer.append(given.pem));
      return upcall::result<upcall::nothing>{upcall::nothing{}};
    };
    upcall::fetched_keys keys{given::acting_transport<decltype(give_key)>{&give_key}};
    for (int again = 0; again != 2; ++again) {
      const auto out = upcall::verify(given.request(), keys);
      CHECK(out.reason() == upcall::verify(given.request(), upcall::pinned_keys{given.pem}).reason());
      ++reasons[out.reason()];
    }
    const bool is_asked_for = !each["name"].get<std::string>().starts_with("rejected-key-url");
    CHECK(requests == (is_asked_for ? 1 : 0));
  }
  CHECK(reasons[refusal::none] >= 30);
  CHECK(reasons[refusal::bad_signature] >= 20);
  CHECK(reasons[refusal::bad_pub_key_url] >= 8);
}

TEST_CASE("by default the service's own key is the one") {
  int ours = 0;
  for (const json& each : vectors()) {
    if (!each["name"].get<std::string>().starts_with("real-") || !each["expected"]["valid"].get<bool>()) continue;
    const recorded given{each["input"]};
    CHECK(upcall::verify(given.request()));
    const auto out =
        upcall::verify({.method = "POST", .target = given.target, .headers = given.headers, .body = given.body});
    CHECK(out);
    ++ours;
  }
  CHECK(ours >= 3);
}

TEST_CASE("one changed bit anywhere and it is refused") {
  const recorded given{vectors().front()["input"]};
  REQUIRE(upcall::verify(given.request()));
  const auto each_bit = [&](std::string recorded::*text) {
    for (std::size_t bit = 0; bit != (given.*text).size() * 8; ++bit) {
      recorded changed = given;
      (changed.*text)[bit / 8] = static_cast<char>((changed.*text)[bit / 8] ^ (1 << bit % 8));
      const upcall::received_callback request{changed.method, changed.target, given.headers, changed.body};
      CHECK_FALSE(upcall::verify(request));
    }
  };
  each_bit(&recorded::method);
  each_bit(&recorded::target);
  each_bit(&recorded::body);
  std::string value = given.texts.at("Authorization");
  for (std::size_t i = 0; i != value.size(); ++i) {
    for (int bit = 0; bit != 8; ++bit) {
      std::string changed = value;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      const std::vector<field> headers{{"Authorization", changed},
                                       {"x-oss-pub-key-url", given.texts.at("x-oss-pub-key-url")}};
      CHECK_FALSE(upcall::verify({given.method, given.target, headers, given.body}));
    }
  }
}

TEST_CASE("any rubbish is refused, and leaves nothing behind in OpenSSL") {
  numbers random;
  const recorded given{vectors().front()["input"]};
  const auto rubbish = [&](std::size_t most) {
    std::string out(random.below(most + 1), '\0');
    const bool printable = random.below(2) == 0;
    for (char& c : out) c = static_cast<char>(printable ? ' ' + random.below(95) : random.below(256));
    return out;
  };
  const auto damaged = [&](std::string text) {
    for (std::size_t i = random.below(4) + 1; i != 0 && !text.empty(); --i) {
      const std::size_t at = random.below(text.size());
      switch (random.below(3)) {
        case 0: text[at] = static_cast<char>(random.below(256)); break;
        case 1: text.erase(at, random.below(8)); break;
        default: text.insert(at, rubbish(8));
      }
    }
    return text;
  };
  const auto either = [&](const std::string& right, std::size_t most) {
    switch (random.below(3)) {
      case 0: return right;
      case 1: return damaged(right);
      default: return rubbish(most);
    }
  };
  std::map<refusal, int> reasons;
  for (int i = 0; i != 20000; ++i) {
    const std::string target = either(given.target, 8192), body = either(given.body, 8192),
                      pem = either(given.pem, 400);
    const std::string signature = either(given.texts.at("Authorization"), 200);
    const std::string key_url = either(given.texts.at("x-oss-pub-key-url"), 200);
    const std::string name = either("x-oss-pub-key-url", 30);
    const std::vector<field> headers{{"Authorization", signature}, {name, key_url}};
    const auto out = upcall::verify({"POST", target, headers, body}, upcall::pinned_keys{pem});
    ++reasons[out.reason()];
    if (out) CHECK((target == given.target && body == given.body && signature == given.texts.at("Authorization")));
  }
  CHECK(ERR_peek_error() == 0);
  CHECK(reasons[refusal::none] > 0);
  for (const refusal reason : {refusal::missing_header, refusal::bad_base64, refusal::bad_pub_key_url,
                               refusal::bad_target, refusal::bad_signature}) {
    CHECK(reasons[reason] > 0);
  }
}
