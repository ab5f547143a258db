// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/request.hpp>
#include <upcall/http/response.hpp>
#include <upcall/text/hex.hpp>

namespace upcall {

namespace detail {

// How many characters a text begins with that are the secret, as it is or percent-encoded; 0: it does not begin so.
constexpr std::size_t secret_at_start(std::string_view text, std::string_view secret) {
  std::size_t at = 0;
  for (char wanted : secret) {
    if (at == text.size()) return 0;
    std::size_t taken = 1;
    if (text[at] != wanted) {
      const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1,
                low = high < 0 ? -1 : hex_value(text[at + 2]);
      if (text[at] != '%' || low < 0 || static_cast<char>(high * 16 + low) != wanted) return 0;
      taken = 3;
    }
    at += taken;
  }
  return at;
}

// Shorter ones are none, and would take words out of a sentence.
inline constexpr std::size_t shortest_secret = 8;

constexpr void blot_out(std::span<char> shown, std::string_view secret) {
  if (secret.size() < shortest_secret) return;
  while (!shown.empty()) {
    const std::size_t found = secret_at_start({shown.data(), shown.size()}, secret);
    for (char& c : shown.first(found)) c = '*';
    shown = shown.subspan(found != 0 ? found : 1);
  }
}

// What of an Authorization value nobody else may see: "OSS ID:signature", "OSS4-HMAC-SHA256 …,Signature=signature".
constexpr std::string_view signature_in(std::string_view authorization) {
  const std::size_t v4 = authorization.find("Signature="sv), v1 = authorization.find(':');
  if (v4 != authorization.npos) return part(authorization, v4 + 10);
  return v1 != authorization.npos ? part(authorization, v1 + 1) : std::string_view{};
}

}  // namespace detail

// Who answers a request with its own words, as a proxy's page for those who look for faults may, does not bring its
// signature or its token into an error or a log.
constexpr void withhold_secrets(response& answer, const request& sent) {
  if (answer.succeeded()) return;
  answer.decode_error_header();
  const auto withhold = [&](const field* secret) {
    if (secret != nullptr) detail::blot_out(answer.kept_text(), secret->value);
  };
  if (const field* found = sent.headers.find("authorization"sv))
    detail::blot_out(answer.kept_text(), detail::signature_in(found->value));
  withhold(sent.headers.find("x-oss-security-token"sv));
  for (std::string_view name : {"Signature"sv, "security-token"sv, "x-oss-signature"sv, "x-oss-security-token"sv})
    withhold(sent.parameters.find(name));
}

}  // namespace upcall
