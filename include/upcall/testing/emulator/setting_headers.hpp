// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/percent.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// The tags in x-oss-tagging, decoded: "a=1&b", where a tag without a value has an empty one.
inline std::vector<std::pair<std::string, std::string>> read_tags(std::string_view text) {
  const auto decoded = [](std::string_view each) {
    return written([each](auto& to) { read_percent(each, to, true); });
  };
  std::vector<std::pair<std::string, std::string>> out;
  while (!text.empty()) {
    const std::string_view each = part(text, 0, text.find('&'));
    text = part(text, each.size() + 1);
    const std::size_t equals = each.find('=');
    out.emplace_back(decoded(part(each, 0, equals)),
                     decoded(equals == each.npos ? std::string_view{} : part(each, equals + 1)));
  }
  return out;
}

// "PutObjectTagging" of the service's documentation; lengths are counted in characters.
inline bool are_tags(const std::vector<std::pair<std::string, std::string>>& tags) {
  const auto length = [](const std::string& text) {
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
  };
  const auto is_wrong = [&](const auto& tag) {
    const auto same = [&](const auto& other) { return other.first == tag.first; };
    return tag.first.empty() || length(tag.first) > 128 || length(tag.second) > 256 ||
           std::count_if(tags.begin(), tags.end(), same) != 1;
  };
  return tags.size() <= 10 && std::none_of(tags.begin(), tags.end(), is_wrong);
}

// Checks what the headers of an upload want of the object, as "PutObject" and its kin of the service's documentation
// tell. Of the codes they name none but this: InvalidArgument.
inline void check_setting_headers(const incoming& message) {
  const auto check = [&](std::string_view name, auto is_right) {
    if (!message.has_header(name) || is_right(message.header(name))) return;
    throw invalid_argument("The value of this header is invalid.", std::string{name},
                           std::string{message.header(name)});
  };
  const auto one_of = [](std::string_view list) {
    return [list](std::string_view value) {
      return value.find(' ') == value.npos && list.find(' ' + std::string{value} + ' ') != list.npos;
    };
  };
  const auto number = [](std::string_view value) { return read_decimal(value).value_or(0); };
  check("x-oss-object-acl", one_of(" default private public-read public-read-write "));
  check("x-oss-storage-class", one_of(" Standard IA Archive ColdArchive DeepColdArchive "));
  check("x-oss-forbid-overwrite", one_of(" true false "));
  check("x-oss-traffic-limit",
        [&](std::string_view value) { return number(value) >= 819'200 && number(value) <= 838'860'800; });
  check("x-oss-server-side-encryption", one_of(" AES256 KMS SM4 "));
  const bool has_kms = message.header("x-oss-server-side-encryption") == "KMS";
  check("x-oss-server-side-data-encryption", [&](std::string_view value) { return has_kms && value == "SM4"; });
  check("x-oss-server-side-encryption-key-id", [&](std::string_view) { return has_kms; });
  check("x-oss-tagging", [](std::string_view value) { return are_tags(read_tags(value)); });
}

inline constexpr std::string_view acl_header = "x-oss-object-acl", tagging_header = "x-oss-tagging";

// Those that are kept with the object from where its upload begins; the ACL comes with its end. Whoever asks for the
// object is told all but the ACL and the tags.
inline void keep_setting_headers(const incoming& message, http_headers& kept) {
  for (std::string_view name :
       {std::string_view{"x-oss-storage-class"}, std::string_view{"x-oss-server-side-encryption"},
        std::string_view{"x-oss-server-side-data-encryption"}, std::string_view{"x-oss-server-side-encryption-key-id"},
        tagging_header}) {
    if (message.has_header(name)) kept.set(name, message.header(name));
  }
}

inline void keep_acl(const incoming& message, http_headers& kept) {
  if (message.has_header(acl_header)) kept.set(acl_header, message.header(acl_header));
}

// The headers that were kept with an object, as it is given back with them.
inline void add_kept_headers(const http_headers& kept, http_response& answer) {
  for (const auto& [name, value] : kept) {
    if (name == tagging_header) {
      answer.headers.add("x-oss-tagging-count", std::to_string(read_tags(value).size()));
    } else if (name != acl_header) {
      answer.headers.add(name, value);
    }
  }
  if (kept.find("x-oss-storage-class") == nullptr) answer.headers.add("x-oss-storage-class", "Standard");
}

}  // namespace upcall::testing
