// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <fstream>
#include <list>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <upcall/http/request.hpp>
#include <upcall/http/text_arena.hpp>
#include <upcall/policies/signer/signable.hpp>
#include <upcall/roles/signer.hpp>
#include <upcall/text/ascii.hpp>
#include <vector>

// The request of one public vector, as a client would have built it.
class vector_request {
 public:
  explicit vector_request(const nlohmann::json& vector)
      : vector_(vector),
        input_(vector["input"]),
        context{{text("access_key_id"), text("access_key_secret"), text("security_token")},
                {input_["timestamp"].get<std::int64_t>()},
                text("region")} {
    message.method = text("method");
    message.bucket = text("bucket");
    message.key = text("key");
    message.to.host = text("host");
    message.to.tls = text("scheme") != "http";
    message.to.port = message.to.default_port();
    message.to.style = upcall::address_style::cname;  // the vectors' hosts have the bucket in them
    for (const auto& [name, value] : pairs("headers")) {
      const std::string_view lower = keep(name);
      for (char& c : kept_.back()) c = upcall::to_lower(c);
      message.headers.set(lower, keep(value));
    }
    for (const auto& [name, value] : pairs("query")) message.parameters.set(keep(name), keep(value));
    for (const auto& name : list("additional_headers")) additional.push_back(keep(name));
    for (const auto& name : list("extra_signed_subresources")) extra.push_back(keep(name));
  }
  vector_request(const vector_request&) = delete;

 private:
  const nlohmann::json& vector_;
  const nlohmann::json& input_;
  std::list<std::string> kept_ = {};
  upcall::field headers_[32], parameters_[32];
  char texts_[8192];

  std::string_view keep(const std::string& text) { return kept_.emplace_back(text); }
  std::string_view text(const char* name) {
    return input_.contains(name) && input_[name].is_string() ? keep(input_[name]) : std::string_view{};
  }
  std::vector<std::pair<std::string, std::string>> pairs(const char* name) const { return input_[name]; }
  std::vector<std::string> list(const char* name) const {
    return input_.contains(name) && input_[name].is_array() ? std::vector<std::string>(input_[name])
                                                            : std::vector<std::string>{};
  }

 public:
  upcall::request message{parameters_, headers_};
  upcall::text_arena texts{texts_};
  upcall::signing_context context;
  std::vector<std::string_view> additional = {}, extra = {};

  std::string expected(const char* name) const { return vector_["expected"][name]; }
  std::map<std::string, std::string> added_headers() const { return vector_["expected"]["added_headers"]; }
  std::string name() const { return vector_["name"]; }
  std::string_view header(std::string_view name) const {
    const auto* found = message.headers.find(name);
    return found == nullptr ? std::string_view{"(none)"} : found->value;
  }
};

// All vectors of a file.
inline nlohmann::json vectors(const std::string& file) {
  std::ifstream in{std::string{UPCALL_TEST_VECTORS "/"} + file};
  return nlohmann::json::parse(in);
}
