// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/field.hpp>
#include <upcall/policies/signer/signable.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/percent.hpp>
#include <vector>

namespace upcall::testing {

inline std::string percent_decoded(std::string_view text) {
  return written([text](auto& to) { read_percent(text, to); });
}

// The bucket that a Host header of the form BUCKET.oss-REGION.aliyuncs.com names; empty for any other.
inline std::string bucket_of_host(std::string_view host) {
  constexpr std::string_view domain = ".aliyuncs.com";
  const std::string name = written([host](auto& to) { write_lower(to, part(host, 0, host.find(':'))); });
  const std::size_t dot = name.find('.');
  if (dot == 0 || dot == name.npos || !name.ends_with(domain)) return {};
  const std::string_view region = part(name, dot + 1, name.size() - domain.size() - dot - 1);
  if (!region.starts_with("oss-") || region.find('.') != region.npos) return {};
  return name.substr(0, dot);
}

// A request as the service reads it: whose bucket and object, the parameters and headers decoded and in order.
class incoming {
 public:
  explicit incoming(http_request& from) : request(from) {
    std::string_view target = from.target;
    if (const std::size_t scheme = target.find("://"); scheme != target.npos && target[0] != '/') {
      target = part(target, std::min(target.size(), target.find('/', scheme + 3)));
    }
    const std::size_t question = target.find('?');
    read_path_of(part(target, 0, question));
    if (question != target.npos) read_parameters(part(target, question + 1));
    read_headers();
  }
  incoming(const incoming&) = delete;

  http_request& request;
  std::string bucket = {}, key = {};

  bool has(std::string_view parameter) const { return find(parameters_, parameter) != nullptr; }
  std::string_view parameter(std::string_view name) const { return value(find(parameters_, name)); }
  bool has_header(std::string_view name) const { return find(headers_, name) != nullptr; }
  std::string_view header(std::string_view name) const { return value(find(headers_, name)); }
  const std::vector<field>& parameters() const { return parameters_; }
  const std::vector<field>& headers() const { return headers_; }

  signable to_sign() const {
    signable out;
    out.method = request.method;
    out.bucket = bucket;
    out.key = key;
    out.parameters = parameters_;
    out.headers = headers_;
    return out;
  }

 private:
  static const field* find(const std::vector<field>& in, std::string_view name) {
    const auto found = std::find_if(in.begin(), in.end(), [name](const field& each) { return each.name == name; });
    return found == in.end() ? nullptr : &*found;
  }
  static std::string_view value(const field* found) { return found ? found->value : std::string_view{}; }

  void read_path_of(std::string_view path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    bucket = bucket_of_host(request.headers.get("host"));
    if (bucket.empty()) {
      const std::size_t slash = path.find('/');
      bucket = percent_decoded(part(path, 0, slash));
      path = slash == path.npos ? std::string_view{} : part(path, slash + 1);
    }
    key = percent_decoded(path);
  }
  void read_parameters(std::string_view query) {
    while (!query.empty()) {
      const std::string_view each = part(query, 0, query.find('&'));
      query = part(query, each.size() + 1);
      if (each.empty()) continue;
      const std::size_t equals = each.find('=');
      const std::string_view text = equals == each.npos ? std::string_view{} : part(each, equals + 1);
      parameters_.push_back({keep(percent_decoded(part(each, 0, equals))), keep(percent_decoded(text))});
    }
    std::stable_sort(parameters_.begin(), parameters_.end(), [](const field& a, const field& b) {
      const int order = compare_percent_encoded(a.name, b.name);
      return order != 0 ? order < 0 : compare_percent_encoded(a.value, b.value) < 0;
    });
  }
  void read_headers() {
    for (const auto& [name, text] : request.headers) {
      const std::string_view lower = keep(written([&name = name](auto& to) { write_lower(to, name); }));
      const auto same =
          std::find_if(headers_.begin(), headers_.end(), [lower](const field& each) { return each.name == lower; });
      if (same != headers_.end()) {
        same->value = keep(std::string{same->value} + ',' + text);
      } else {
        headers_.push_back({lower, text});
      }
    }
    std::sort(headers_.begin(), headers_.end(), [](const field& a, const field& b) { return a.name < b.name; });
  }
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }

  std::list<std::string> kept_ = {};
  std::vector<field> parameters_ = {}, headers_ = {};
};

}  // namespace upcall::testing
