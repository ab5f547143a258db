// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/field.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/settings_option.hpp>
#include <upcall/operations/upload_request.hpp>
#include <upcall/pipeline/stages/address.hpp>
#include <upcall/text/ascii.hpp>

namespace upcall {

// Adds the headers that the caller wants on an upload, those that belong to this request. Gives what is wrong with
// them, as a sentence, or nothing.
template <upload_request On>
[[gnu::noinline]] constexpr std::string_view add_object_headers(exchange& at, std::string_view type,
                                                                const field_list& metadata, const field_list& headers,
                                                                settings_option settings = {}) {
  if (metadata.overflow() || headers.overflow())
    return "options: more than eight fields between braces; give a std::span of them"sv;
  if constexpr (On == upload_request::put || On == upload_request::initiate) {
    if (const auto wrong = add_header(at, {}, {"content-type"sv, type}); !wrong.empty()) return wrong;
    std::size_t size = 0;
    for (const field& each : metadata) {
      size += each.name.size() + each.value.size();
      if (const auto wrong = add_header(at, "x-oss-meta-"sv, each); !wrong.empty()) return wrong;
    }
    if (size > 8192) return "metadata: more than 8 KB in all"sv;  // "PutObject" of the same
  }
  for (const field& each : headers) {
    if constexpr (On != upload_request::put) {
      if (equal_ignoring_case(each.name, "content-md5"sv))
        return "header: Content-MD5 is of one request; parts are checked by their CRC-64, so leave it out"sv;
    }
    if (!detail::belongs<On>(each.name)) continue;
    if (const auto wrong = add_header(at, {}, each); !wrong.empty()) return wrong;
  }
  return settings.write(at, On);
}

}  // namespace upcall
