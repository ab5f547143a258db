// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/failure.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/request.hpp>
#include <upcall/http/response.hpp>
#include <upcall/text/hex.hpp>

namespace upcall {

namespace detail {

// Shorter ones are none, and would take words out of a sentence.
inline constexpr std::size_t shortest_secret = 8;

// How many characters a text begins with that are the secret, as it is or percent-encoded, or as much of it as was not
// cut off; 0: it does not begin so.
constexpr std::size_t secret_at_start(std::string_view text, std::string_view secret, bool cut) {
  std::size_t at = 0;
  for (char wanted : secret) {
    if (at == text.size()) return cut && at >= shortest_secret ? at : 0;
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

[[gnu::noinline]] constexpr void blot_out(std::span<char> shown, std::string_view secret, bool cut) {
  if (secret.size() < shortest_secret) return;
  while (!shown.empty()) {
    const std::size_t found = secret_at_start({shown.data(), shown.size()}, secret, cut);
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

constexpr std::string_view value_of(const field* found) { return found != nullptr ? found->value : std::string_view{}; }

// In a text of which the end may be cut off.
[[gnu::noinline]] constexpr void withhold(std::span<char> shown, bool cut, const request& sent) {
  if (shown.empty()) return;
  blot_out(shown, signature_in(value_of(sent.headers.find("authorization"sv))), cut);
  blot_out(shown, value_of(sent.headers.find("x-oss-security-token"sv)), cut);
  for (std::string_view name : {"Signature"sv, "security-token"sv, "x-oss-signature"sv, "x-oss-security-token"sv})
    blot_out(shown, value_of(sent.parameters.find(name)), cut);
}

}  // namespace detail

// Who answers a request with its own words, as a proxy's page for those who look for faults may, does not bring its
// signature or its token into an error or a log. What comes with success is the application's, or the object.
constexpr void withhold_secrets(response& answer, const request& sent) {
  if (!answer.succeeded()) {
    answer.decode_error_header();
    detail::withhold(answer.kept_text(), answer.body_cut(), sent);
  }
  answer.for_each_text([&](auto& text) { detail::withhold(text.written(), text.cut(), sent); });
}

// The same of what was made of it: in a document a secret may be written in other ways.
constexpr void withhold_secrets(failure& why, const request& sent) {
  const auto withhold = [&](auto& text) { detail::withhold(text.written(), text.cut(), sent); };
  withhold(why.message);
  withhold(why.code);
  withhold(why.request_id);
  withhold(why.ec);
}

}  // namespace upcall
