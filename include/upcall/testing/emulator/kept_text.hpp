// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/time.hpp>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/emulator/upload.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/json_value.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/json.hpp>

namespace upcall::testing {

// A JSON object, written member by member. Header values may be any bytes, so they are Base64.
class kept_text {
 public:
  void member(std::string_view name, std::string_view text) {
    name_of(name);
    write_json_string(to_, text);
  }
  void member(std::string_view name, const http_headers& headers) {
    name_of(name);
    kept_text inside;
    for (const auto& [header, value] : headers) inside.member(header, base64_of(value));
    to_.append(std::move(inside).finish());
  }
  std::string finish() && { return (to_.text.empty() ? "{" : to_.text) + '}'; }

 private:
  void name_of(std::string_view name) {
    to_.put(to_.text.empty() ? '{' : ',');
    write_json_string(to_, name);
    to_.put(':');
  }

  string_writer to_ = {};
};

inline std::optional<http_headers> read_headers(const json_value& json) {
  http_headers out;
  for (const json_value& header : json.members) {
    string_writer value;
    if (!read_base64(header.text, value)) return {};
    out.add(header.name, value.text);
  }
  return out;
}

// What a store in a folder keeps of an upload.
inline std::string upload_text(const upload_facts& facts) {
  kept_text out;
  out.member("bucket", facts.bucket);
  out.member("key", facts.key);
  out.member("initiated", std::to_string(facts.initiated.seconds));
  out.member("headers", facts.headers);
  return std::move(out).finish() + '\n';
}

inline std::optional<upload_facts> read_upload_text(std::string_view text, const std::string& id) {
  const auto json = read_json(text);
  if (!json) return {};
  const auto initiated = read_decimal((*json)["initiated"].text);
  auto headers = read_headers((*json)["headers"]);
  if (!initiated || !headers) return {};
  return upload_facts{id, (*json)["bucket"].text, (*json)["key"].text, {static_cast<std::int64_t>(*initiated)},
                      std::move(*headers)};
}

}  // namespace upcall::testing
