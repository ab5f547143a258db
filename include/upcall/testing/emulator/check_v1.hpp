// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/evp.h>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/policies/signer/v1_form.hpp>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/openssl.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall::testing {

inline void check_v1_signature(const incoming& message, std::string_view id, std::string_view provided,
                               std::string_view date, const emulator_settings& settings) {
  signature_check check{.id = std::string{id}, .provided = std::string{provided}};
  check.string_to_sign = written([&](auto& to) { v1::write_string_to_sign(to, message.to_sign(), date); });
  const std::string mac = keyed_digest(EVP_sha1(), settings.access_key_secret, check.string_to_sign);
  check.computed = written([&](auto& to) { write_base64(to, mac); });
  check.pass();
}

// Authorization: OSS <id>:<signature>
inline void check_v1_header(const incoming& message, std::string_view credential, const emulator_settings& settings) {
  const std::size_t colon = credential.rfind(':');
  if (colon == credential.npos)
    throw invalid_argument("Authorization header is invalid.", "Authorization",
                           std::string{message.header("authorization")});
  const std::string_view id = part(credential, 0, colon);
  check_id(id, settings);
  const std::string_view date = message.header(message.has_header("x-oss-date") ? "x-oss-date" : "date");
  check_date(date, settings);
  check_v1_signature(message, id, part(credential, colon + 1), date, settings);
  check_token(message.header("x-oss-security-token"), settings);
}

// ?OSSAccessKeyId=<id>&Expires=<seconds>&Signature=<signature>
inline void check_v1_query(const incoming& message, const emulator_settings& settings) {
  const std::string_view id = message.parameter("OSSAccessKeyId"), expires = message.parameter("Expires");
  if (id.empty() || expires.empty()) {
    throw service_error{403, "AccessDenied",
                        "Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters."};
  }
  check_id(id, settings);
  const auto until = read_decimal(expires);
  if (!until)
    throw service_error{403, "AccessDenied", "Invalid date (should be seconds since epoch): " + std::string{expires}};
  if (settings.now().seconds > static_cast<std::int64_t>(std::min<std::uint64_t>(*until, INT64_MAX)))
    throw expired(std::string{expires}, settings);
  check_v1_signature(message, id, message.parameter("Signature"), expires, settings);
  check_token(
      message.has("security-token") ? message.parameter("security-token") : message.header("x-oss-security-token"),
      settings);
}

}  // namespace upcall::testing
