// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "case.hpp"
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <upcall/http/url.hpp>
#include <upcall/policies/signer/v4_additional.hpp>
#include <upcall/roles/signer.hpp>
#include <vector>

namespace vectors {

using text_map = std::map<std::string, std::string>;

inline std::string decoded(std::string_view text) {
  return written([text](auto& to) { upcall::read_percent(text, to); });
}

// The request that a case describes, in the library's form, and what it is signed with.
class request_of_case {
  std::vector<upcall::field> parameters_ = std::vector<upcall::field>(1024), headers_ = parameters_;
  std::vector<char> room_ = std::vector<char>(256 * 1024);
  std::string address_ = {};

 public:
  upcall::request message{parameters_, headers_};
  upcall::text_arena texts{room_};
  upcall::signing_context context;
  std::vector<std::string_view> additional;  // further headers to be signed, of those that the request has
  text_map given_headers;

  explicit request_of_case(const test_case& of) {
    message.method = of.text("method");
    message.bucket = of.text("bucket");
    message.key = of.text("key");
    set_address(of);
    for (const auto& [name, value] : of.pairs(of.in("headers"))) {
      upcall::write_lower(texts, name);
      const std::string_view lower = texts.take();
      message.headers.set(lower, value);
      given_headers[std::string{lower}] = value;
    }
    const auto query = of.pairs(of.in("query"));
    for (const auto& [name, value] : query) message.parameters.set(name, value);
    if (message.parameters.size() != query.size()) not_understood("a request has each parameter once");
    context = {{of.text("access_key_id"), of.text("access_key_secret"), of.text("security_token")},
               {static_cast<std::int64_t>(number(of.in("timestamp")))},
               of.text("region")};
    // The headers of a case are all that the request has: there is no transport that would add its own.
    for (const json& each : of.in("additional_headers")) {
      const std::string_view name = each.get_ref<const std::string&>();
      for (const auto& [header, value] : given_headers) {
        if (upcall::equal_ignoring_case(header, name)) additional.push_back(name);
      }
    }
  }
  request_of_case(const request_of_case&) = delete;

  text_map parameters() const { return map_of(message.parameters); }
  text_map headers() const { return map_of(message.headers); }
  // What a signed URL's user must send besides the URL.
  text_map signed_headers() const {
    text_map out;
    for (const auto& [name, value] : message.headers) {
      if (upcall::v4::is_signed(name, additional)) out[std::string{name}] = upcall::trim(value);
    }
    return out;
  }
  std::string url() const {
    return written([this](auto& to) { write_url(to, message); });
  }
  std::string path() const {
    const std::string target = written([this](auto& to) { write_target(to, message); });
    return target.substr(0, target.find('?'));
  }

 private:
  // Where the bucket is shows in the host and the path.
  void set_address(const test_case& of) {
    const std::string_view scheme = of.text("scheme"), host = of.text("host"), path = of.text("path");
    address_ = std::string{scheme.empty() ? "https" : scheme} + "://" + std::string{host};
    const auto parsed = upcall::read_address(address_);
    if (!parsed.wrong.empty()) not_understood(std::string{parsed.wrong});
    message.to = parsed.where;
    const std::string in_front = std::string{message.bucket} + '.';
    if (message.bucket.empty()) return;
    if (host.starts_with(in_front)) {
      message.to.host.remove_prefix(in_front.size());
      message.to.style = upcall::address_style::virtual_host;
    } else if (decoded(path) == '/' + std::string{message.bucket} + '/' + std::string{message.key}) {
      message.to.style = upcall::address_style::path;
    } else {
      message.to.style = upcall::address_style::cname;
    }
  }

  template <class Fields>
  static text_map map_of(const Fields& fields) {
    text_map out;
    for (const auto& [name, value] : fields) out[std::string{name}] = value;
    return out;
  }
};

}  // namespace vectors
