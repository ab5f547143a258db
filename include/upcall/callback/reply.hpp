// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <upcall/text/decimal.hpp>
#include <upcall/text/json_syntax.hpp>

namespace upcall {

// The longest answer of an application server that the service takes: 1 MB ("203 status code" of its documentation).
inline constexpr std::uint64_t max_reply_size = 1024 * 1024;

// What is wrong with an application server's answer to a callback: the uploader would get a 203 for it.
enum class reply_problem : unsigned char {
  none,
  error_status,
  missing_content_length,
  invalid_content_length,
  too_long,
  byte_order_mark,
  not_json,
};

constexpr std::string_view advice(reply_problem problem) {
  switch (problem) {
    case reply_problem::none: break;
    case reply_problem::error_status: return "callback answer: the status must be 200; no redirect is followed";
    case reply_problem::missing_content_length: return "callback answer: send a Content-Length, and no chunks";
    case reply_problem::invalid_content_length: return "callback answer: the Content-Length must be a positive number";
    case reply_problem::too_long: return "callback answer: at most 1 MB; answer an id and keep the rest";
    case reply_problem::byte_order_mark:
      return "callback answer: leave out the byte order mark at the start of the body";
    case reply_problem::not_json: return "callback answer: the body must be JSON, such as {\"Status\":\"OK\"}";
  }
  return {};
}

// Judges an answer as the service does: status, the Content-Length header as it came (none: nothing), body.
constexpr reply_problem check_reply(int status, std::optional<std::string_view> content_length, std::string_view body) {
  using enum reply_problem;
  if (status != 200) return error_status;
  if (!content_length) return missing_content_length;
  const auto length = read_decimal(*content_length);
  if (!length || *length == 0) return invalid_content_length;
  if (*length > max_reply_size || body.size() > max_reply_size) return too_long;
  if (body.starts_with("\xef\xbb\xbf")) return byte_order_mark;
  return is_json(body) ? none : not_json;
}

}  // namespace upcall
