// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/text/ascii.hpp>

namespace upcall {

namespace detail {

// Whether a text has a wording at its start; blanks and case, which the service varies, do not count.
constexpr bool begins_with_wording(std::string_view text, std::string_view lower_without_blanks) {
  for (char c : text) {
    if (lower_without_blanks.empty()) break;
    if (is_blank(c)) continue;
    if (to_lower(c) != lower_without_blanks[0]) return false;
    lower_without_blanks.remove_prefix(1);
  }
  return lower_without_blanks.empty();
}

constexpr bool has_wording(std::string_view text, std::string_view lower_without_blanks) {
  for (; !text.empty(); text.remove_prefix(1)) {
    if (begins_with_wording(text, lower_without_blanks)) return true;
  }
  return false;
}

}  // namespace detail

// Why the service calls a callback failed, from the message and EC of its error ("203 status code" and "0007-000002NN"
// of its documentation, and messages seen). The first wording found counts: some messages have two.
constexpr callback_cause cause_of(std::string_view message, std::string_view ec = {}) {
  struct known {
    std::string_view wording;
    callback_cause cause;
  };
  using enum callback_cause;
  constexpr known by_message[] = {
      {"missingcontent-length"sv, missing_content_length},
      {"toolongcontent-length"sv, content_length_too_long},
      {"invalidconent-length"sv, invalid_content_length},  // sic
      {"invalidcontent-length"sv, invalid_content_length},
      {"replytimeout"sv, timed_out},
      {"costtoolongtime"sv, timed_out},
      {"cannotconnect"sv, cannot_connect},
      {"errorstatus:-1"sv, cannot_connect},
      {"errorstatus:"sv, error_status},
      {"notvalidjson"sv, invalid_json},
      {"toomanycallback"sv, too_many_requests},
      {"getimageinfofailed"sv, image_info_failed},
  };
  constexpr known by_ec[] = {
      {"0007-00000202"sv, timed_out}, {"0007-00000203"sv, error_status}, {"0007-00000205"sv, invalid_json}};
  for (const auto& [wording, cause] : by_message) {
    if (detail::has_wording(message, wording)) return cause;
  }
  for (const auto& [code, cause] : by_ec) {
    if (ec == code) return cause;
  }
  return unknown;
}

// Whether a callback failed as one over https does whose host the service did not name in the TLS handshake.
constexpr bool is_failed_without_sni(std::string_view message, callback_cause cause) {
  return cause == callback_cause::cannot_connect ||
         (cause == callback_cause::error_status && detail::has_wording(message, "errorstatus:502"sv));
}

// What to do about it; the object is stored in each case, so not to upload it again.
constexpr std::string_view advice(callback_cause cause) {
  switch (cause) {
    case callback_cause::unknown: break;
    case callback_cause::error_status:
      return "the application server must answer 200; a 502 for https behind a CDN: set .sni = true"sv;
    case callback_cause::cannot_connect:
      return "check that .url is reachable from the internet; for https behind a CDN set .sni = true"sv;
    case callback_cause::timed_out: return "the application server must answer within 5 s: answer first, work later"sv;
    case callback_cause::invalid_json: return "the application server must answer JSON, without a byte order mark"sv;
    case callback_cause::too_many_requests:
      return "the service limits the callbacks of an account: spread the uploads"sv;
    case callback_cause::image_info_failed: return "use ${imageInfo...} for images only"sv;
    case callback_cause::missing_content_length:
      return "the application server must send a Content-Length, and no chunks"sv;
    case callback_cause::content_length_too_long: return "the application server may answer 1 MB at most"sv;
    case callback_cause::invalid_content_length:
      return "the application server's Content-Length must be a positive number"sv;
  }
  return "ask the application server whether it knows the object, and tell it if not"sv;
}

}  // namespace upcall
