// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/time.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/settings.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/dates.hpp>
#include <upcall/text/hex.hpp>

namespace upcall::testing {

// A date header may differ from the service's clock by so much, either way.
inline constexpr std::int64_t allowed_skew_seconds = 900;

inline service_error invalid_argument(std::string message, std::string name = {}, std::string value = {}) {
  service_error out{400, "InvalidArgument", std::move(message)};
  if (!name.empty()) out.details = {{"ArgumentName", std::move(name)}, {"ArgumentValue", std::move(value)}};
  return out;
}

inline std::string iso(timestamp when) {
  return written([when](auto& to) { write_iso(to, when); });
}

inline void check_id(std::string_view id, const emulator_settings& settings) {
  if (id == settings.access_key_id) return;
  throw service_error{403,
                      "InvalidAccessKeyId",
                      "The OSS Access Key Id you provided does not exist in our records.",
                      "",
                      {{"OSSAccessKeyId", std::string{id}}}};
}

inline void check_token(std::string_view token, const emulator_settings& settings) {
  if (settings.security_token.empty() || equal_in_constant_time(token, settings.security_token)) return;
  throw service_error{403, "InvalidSecurityToken", "The security token you provided is invalid."};
}

// The moment that a request says it was made at, in either form of date; it must be near.
inline timestamp check_date(std::string_view text, const emulator_settings& settings) {
  auto when = read_basic(text);
  if (!when) when = read_http_date(text);
  if (!when) throw service_error{403, "AccessDenied", "OSS authentication requires a valid Date."};
  const timestamp now = settings.now();
  if (std::abs(now.seconds - when->seconds) > allowed_skew_seconds) {
    throw service_error{403,
                        "RequestTimeTooSkewed",
                        "The difference between the request time and the current time is too large.",
                        "0002-00000504",
                        {{"MaxAllowedSkewMilliseconds", std::to_string(allowed_skew_seconds * 1000)},
                         {"RequestTime", iso(*when)},
                         {"ServerTime", iso(now)}}};
  }
  return *when;
}

inline service_error expired(const std::string& expires, const emulator_settings& settings) {
  return {403, "AccessDenied", "Request has expired.", "", {{"Expires", expires}, {"ServerTime", iso(settings.now())}}};
}

// What was signed and how; the texts go into the service_error so that a client's author can compare.
struct signature_check {
  std::string id = {}, provided = {}, computed = {}, string_to_sign = {}, canonical_request = {};

  void pass() const {
    if (equal_in_constant_time(provided, computed)) return;
    std::string bytes;
    for (char c : string_to_sign) {
      const auto byte = static_cast<unsigned char>(c);
      bytes += {hex_digit(byte >> 4, 'A'), hex_digit(byte & 15u, 'A'), ' '};
    }
    if (!bytes.empty()) bytes.pop_back();
    service_error why{403,
                      "SignatureDoesNotMatch",
                      "The request signature we calculated does not match the signature you provided. Check your key "
                      "and signing method.",
                      "",
                      {{"OSSAccessKeyId", id},
                       {"SignatureProvided", provided},
                       {"StringToSign", string_to_sign},
                       {"StringToSignBytes", bytes}}};
    if (!canonical_request.empty()) why.details.emplace_back("CanonicalRequest", canonical_request);
    throw why;
  }
};

}  // namespace upcall::testing
