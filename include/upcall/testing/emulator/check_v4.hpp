// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/evp.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/field.hpp>
#include <upcall/policies/signer/v4_form.hpp>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/openssl.hpp>
#include <upcall/testing/split.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/decimal.hpp>
#include <upcall/text/hex.hpp>
#include <vector>

namespace upcall::testing {

// What a V4 request says of its signature, in the header or in the URL.
struct v4_claim {
  std::string_view credential = {}, additional = {}, signature = {};
  std::string_view where = {};  // for messages: "Authorization header" or "query"

  std::vector<std::string_view> scope() const { return split(credential, '/'); }
};

inline void check_v4_signature(const incoming& message, const v4_claim& claim, std::string_view date_text,
                               timestamp when, const emulator_settings& settings) {
  const auto scope = claim.scope();
  const std::string day = written([when](auto& to) { write_day(to, when); });
  const std::string where{claim.where};
  if (scope[1] != day)
    throw invalid_argument("Invalid signing date in " + where + ": the credential's must be the day of x-oss-date, " +
                           day + ".");
  if (!settings.region.empty() && scope[2] != settings.region)
    throw invalid_argument("Invalid signing region in " + where + ": this is " + settings.region + ".");

  signature_check check{.id = std::string{scope[0]}, .provided = std::string{claim.signature}};
  const auto additional = split(claim.additional, ';');
  signable signed_parts = message.to_sign();
  std::vector<field> parameters = message.parameters();
  std::erase_if(parameters, [](const field& each) { return each.name == "x-oss-signature"; });
  signed_parts.parameters = parameters;
  check.canonical_request = written([&](auto& to) { v4::write_canonical_request(to, signed_parts, additional); });

  const std::string canonical_digest = digest(EVP_sha256(), check.canonical_request);
  check.string_to_sign = std::string{v4::algorithm} + '\n' + std::string{date_text} + '\n' +
                         std::string{part(claim.credential, scope[0].size() + 1)} + '\n' +
                         written([&](auto& to) { write_hex(to, canonical_digest); });
  std::string key = "aliyun_v4" + settings.access_key_secret;
  for (std::size_t i = 1; i != 5; ++i) key = keyed_digest(EVP_sha256(), key, scope[i]);
  const std::string mac = keyed_digest(EVP_sha256(), key, check.string_to_sign);
  check.computed = written([&](auto& to) { write_hex(to, mac); });
  check.pass();
}

// <id>/<day>/<region>/<product>/aliyun_v4_request
inline void check_v4_credential(const v4_claim& claim, const emulator_settings& settings) {
  const auto scope = claim.scope();
  const bool known_product = scope.size() == 5 && (scope[3] == "oss" || scope[3] == "oss-cloudbox");
  if (!known_product || scope[4] != "aliyun_v4_request" || claim.signature.empty()) {
    throw invalid_argument("Invalid credential or signature in " + std::string{claim.where} + '.');
  }
  check_id(scope[0], settings);
}

// Authorization: OSS4-HMAC-SHA256 Credential=…[,AdditionalHeaders=a;b],Signature=… in any order, with or without
// blanks.
inline void check_v4_header(const incoming& message, std::string_view rest, const emulator_settings& settings) {
  v4_claim claim{.where = "Authorization header"};
  for (std::string_view each : split(rest, ',')) {
    each = trim(each);
    const std::string_view name = part(each, 0, each.find('=')), value = part(each, name.size() + 1);
    if (name == "Credential") claim.credential = value;
    if (name == "AdditionalHeaders") claim.additional = value;
    if (name == "Signature") claim.signature = value;
  }
  check_v4_credential(claim, settings);
  if (message.header("x-oss-content-sha256") != v4::unsigned_payload) {
    throw invalid_argument("The header x-oss-content-sha256 must be there and be UNSIGNED-PAYLOAD.",
                           "x-oss-content-sha256", std::string{message.header("x-oss-content-sha256")});
  }
  const bool own_date = message.has_header("x-oss-date");
  const timestamp when = check_date(message.header(own_date ? "x-oss-date" : "date"), settings);
  const std::string basic = written([when](auto& to) { write_basic(to, when); });
  check_v4_signature(message, claim, basic, when, settings);
  check_token(message.header("x-oss-security-token"), settings);
}

// Longest life of a signed URL: seven days, twelve hours with a security token.
inline void check_v4_query(const incoming& message, const emulator_settings& settings) {
  const v4_claim claim{.credential = message.parameter("x-oss-credential"),
                       .additional = message.parameter("x-oss-additional-headers"),
                       .signature = message.parameter("x-oss-signature"),
                       .where = "query"};
  check_v4_credential(claim, settings);
  const auto when = read_basic(message.parameter("x-oss-date"));
  const auto life = read_decimal(message.parameter("x-oss-expires"));
  if (!when)
    throw invalid_argument("Invalid x-oss-date in query.", "x-oss-date", std::string{message.parameter("x-oss-date")});
  const std::uint64_t longest = message.has("x-oss-security-token") ? 43200 : 604800;
  if (!life || *life == 0 || *life > longest) {
    throw invalid_argument("x-oss-expires must be from 1 to " + std::to_string(longest) + " seconds.", "x-oss-expires",
                           std::string{message.parameter("x-oss-expires")});
  }
  const timestamp now = settings.now(), end{when->seconds + static_cast<std::int64_t>(*life)};
  if (now.seconds > end.seconds) throw expired(iso(end), settings);
  if (now.seconds < when->seconds - allowed_skew_seconds) check_date(message.parameter("x-oss-date"), settings);
  check_v4_signature(message, claim, message.parameter("x-oss-date"), *when, settings);
  check_token(message.parameter("x-oss-security-token"), settings);
}

}  // namespace upcall::testing
