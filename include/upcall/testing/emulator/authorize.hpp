// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/check_v1.hpp>
#include <upcall/testing/emulator/check_v4.hpp>
#include <upcall/testing/emulator/incoming.hpp>

namespace upcall::testing {

// Lets a request through, or throws why not. Every form of signature: V1 and V4, in the header and in the URL.
inline void authorize(const incoming& message, const emulator_settings& settings) {
  if (settings.access_key_id.empty()) return;
  constexpr std::string_view v1 = "OSS ", v4 = "OSS4-HMAC-SHA256 ";
  const std::string_view header = message.header("authorization");
  const bool v1_url = message.has("Signature") || message.has("OSSAccessKeyId");
  const bool v4_url =
      message.has("x-oss-signature") || message.has("x-oss-signature-version") || message.has("x-oss-credential");
  if (message.has_header("authorization") + v1_url + v4_url > 1) {
    throw invalid_argument(
        "Only one way of signing may be used: the Authorization header, or one kind of signature in the URL.",
        "Authorization", std::string{header});
  }
  if (v1_url) return check_v1_query(message, settings);
  if (v4_url) return check_v4_query(message, settings);
  if (header.starts_with(v4)) return check_v4_header(message, part(header, v4.size()), settings);
  if (header.starts_with(v1)) return check_v1_header(message, part(header, v1.size()), settings);
  if (message.has_header("authorization"))
    throw invalid_argument("Authorization header is invalid.", "Authorization", std::string{header});
  throw service_error{403, "AccessDenied", "Anonymous access is forbidden for this operation."};
}

}  // namespace upcall::testing
