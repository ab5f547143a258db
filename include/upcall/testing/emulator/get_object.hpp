// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/testing/emulator/context.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/setting_headers.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::testing {

// The bytes from first up to, not including, end.
struct byte_range {
  std::uint64_t first = 0, end = 0;
};

// "bytes=1-5", "bytes=1-", "bytes=-5"; nothing for what the service does not understand or cannot give: it sends all
// then.
inline std::optional<byte_range> read_range(std::string_view text, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  const std::size_t dash = text.find('-');
  if (!text.starts_with(unit) || dash == text.npos || size == 0) return {};
  const auto first = read_decimal(part(text, unit.size(), dash - unit.size())),
             last = read_decimal(part(text, dash + 1));
  if (dash == unit.size()) {
    if (!last || *last == 0) return {};
    return byte_range{size - std::min(size, *last), size};
  }
  const bool open_ended = dash + 1 == text.size();
  if (!first || *first >= size || (!last && !open_ended) || (last && *last < *first)) return {};
  return byte_range{*first, open_ended ? size : std::min(size, *last) + (*last < size)};
}

inline http_response describe_object(const object_facts& facts, const incoming& message) {
  http_response answer;
  add_kept_headers(facts.headers, answer);
  answer.headers.add("ETag", facts.quoted_etag());
  answer.headers.add("x-oss-hash-crc64ecma", std::to_string(facts.crc64));
  answer.headers.add("x-oss-object-type", "Normal");
  answer.headers.add("Last-Modified", written([&](auto& to) { write_http_date(to, facts.modified); }));
  answer.headers.add("Accept-Ranges", "bytes");
  for (std::string_view name :
       {"Content-Type", "Content-Language", "Expires", "Cache-Control", "Content-Disposition", "Content-Encoding"}) {
    const std::string parameter = "response-" + written([name](auto& to) { write_lower(to, name); });
    if (!message.has(parameter)) continue;
    if (message.parameter(parameter).find_first_of("\r\n") != std::string_view::npos)
      throw invalid_argument("A header cannot hold a line break.", parameter);
    answer.headers.set(name, message.parameter(parameter));
  }
  return answer;
}

inline std::shared_ptr<open_object> find_object(const incoming& message, service_context& context) {
  auto object = context.store.open(message.bucket, message.key);
  if (!object) throw service_error{404, "NoSuchKey", "The specified key does not exist.", "", {{"Key", message.key}}};
  return object;
}

// GET /bucket/key
inline http_response get_object(const incoming& message, service_context& context) {
  const auto object = find_object(message, context);
  http_response answer = describe_object(object->facts, message);
  byte_range range{0, object->facts.size};
  if (const auto asked = read_range(message.header("range"), object->facts.size)) {
    range = *asked;
    answer.status = 206;
    answer.headers.add("Content-Range", "bytes " + std::to_string(range.first) + '-' + std::to_string(range.end - 1) +
                                            '/' + std::to_string(object->facts.size));
  }
  answer.stream_size = range.end - range.first;
  answer.stream = [object, at = range.first](std::span<char> into) mutable {
    const std::size_t count = object->read(at, into);
    at += count;
    return count;
  };
  return answer;
}

// HEAD /bucket/key, with or without ?objectMeta
inline http_response head_object(const incoming& message, service_context& context) {
  const auto object = find_object(message, context);
  http_response answer = describe_object(object->facts, message);
  answer.headers.set("Content-Length", std::to_string(object->facts.size));
  answer.without_body = true;
  return answer;
}

// DELETE /bucket/key: done also when there was nothing.
inline http_response delete_object(const incoming& message, service_context& context) {
  context.store.remove(message.bucket, message.key);
  http_response answer;
  answer.status = 204;
  return answer;
}

}  // namespace upcall::testing
