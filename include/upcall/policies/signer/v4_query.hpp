// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <upcall/core/bytes.hpp>
#include <upcall/policies/signer/v4_additional.hpp>
#include <upcall/policies/signer/v4_form.hpp>
#include <upcall/roles/signer.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall {

// Signs with OSS4-HMAC-SHA256, in the URL: who has the URL can send the request until it expires. Headers that the
// request has and v4::is_signed() tells must then be sent as they were signed. Source: the service's documentation,
// "Signature Version 4", as are the longest times.
struct sign_v4_query {
  using role = upcall::role::signer;
  static constexpr bool needs_region = true;
  static constexpr std::int64_t longest = 7 * 24 * 3600, longest_with_token = 12 * 3600;

  std::int64_t expires = 3600;  // seconds from now
  std::string_view product = "oss";
  std::span<const std::string_view> additional_headers = {};  // to be signed besides those that always are

  template <crypto Crypto>
  constexpr verdict sign(request& message, text_arena& texts, const signing_context& context, Crypto) const {
    if (const auto wrong = check(context); !wrong.empty()) return wrong;
    const v4::scope where{context.now, context.region, product};
    // A request that is signed again must not have its old signature signed, nor the token of other credentials.
    message.parameters.remove("x-oss-signature");
    message.parameters.remove("x-oss-security-token");
    const v4::transport_headers lent{message, texts, additional_headers};
    set_parameters(message, texts, context, where);

    auto key = v4::signing_key<typename Crypto::sha256>(context.who.access_key_secret, where);
    write_hex(texts, v4::signature<typename Crypto::sha256>(key, where, message, additional_headers));
    if (!std::is_constant_evaluated()) wipe(&key, sizeof key);
    message.parameters.set("x-oss-signature", texts.take());
    return nothing{};
  }

 private:
  constexpr std::string_view check(const signing_context& context) const {
    if (context.region.empty())
      return "sign_v4_query: the endpoint does not tell the region; give it as endpoint::region, such as cn-hangzhou";
    const bool temporary = !context.who.security_token.empty();
    if (expires >= 1 && expires <= (temporary ? longest_with_token : longest)) return {};
    if (temporary) return "sign_v4_query: with a security token .expires must be 1 to 43200 seconds (12 hours)";
    return "sign_v4_query: .expires must be 1 to 604800 seconds (7 days)";
  }

  constexpr void set_parameters(request& message, text_arena& texts, const signing_context& context,
                                const v4::scope& where) const {
    const auto set = [&](std::string_view name) { message.parameters.set(name, texts.take()); };
    message.parameters.set("x-oss-signature-version", v4::algorithm);
    write(texts, context.who.access_key_id);
    texts.put('/');
    v4::write_scope(texts, where);
    set("x-oss-credential");
    write(texts, where.when.view());
    set("x-oss-date");
    write_decimal(texts, static_cast<std::uint64_t>(expires));
    set("x-oss-expires");
    v4::write_additional(texts, message, additional_headers);
    if (const auto names = texts.take(); !names.empty()) message.parameters.set("x-oss-additional-headers", names);
    if (!context.who.security_token.empty()) message.parameters.set("x-oss-security-token", context.who.security_token);
  }
};

}  // namespace upcall
