// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <type_traits>
#include <upcall/core/bytes.hpp>
#include <upcall/policies/signer/v4_additional.hpp>
#include <upcall/policies/signer/v4_form.hpp>
#include <upcall/roles/signer.hpp>

namespace upcall {

// Signs as sign_v4 does, and the headers named besides those that always are: "host" binds a request to its endpoint.
// Names of headers that a request does not have count for nothing.
struct sign_v4_with_headers {
  using role = upcall::role::signer;
  static constexpr bool needs_region = true;

  std::span<const std::string_view> names = {};
  std::string_view product = "oss";

  template <crypto Crypto>
  constexpr verdict sign(request& message, text_arena& texts, const signing_context& context, Crypto) const {
    if (context.region.empty()) {
      return verdict{
          "sign_v4_with_headers: the endpoint does not tell the region; give it as endpoint::region, such as "
          "cn-hangzhou"};
    }
    const v4::scope where{context.now, context.region, product};
    message.headers.set("x-oss-content-sha256", v4::unsigned_payload);
    write(texts, where.when.view());
    message.headers.set("x-oss-date", texts.take());
    if (!context.who.security_token.empty()) message.headers.set("x-oss-security-token", context.who.security_token);
    const v4::transport_headers lent{message, texts, names};

    auto key = v4::signing_key<typename Crypto::sha256>(context.who.access_key_secret, where);
    const auto signature = v4::signature<typename Crypto::sha256>(key, where, message, names);
    if (!std::is_constant_evaluated()) wipe(&key, sizeof key);

    v4::write_additional(texts, message, names);
    const std::string_view listed = texts.take();
    write(texts, v4::algorithm);
    write(texts, " Credential=");
    write(texts, context.who.access_key_id);
    texts.put('/');
    v4::write_scope(texts, where);
    if (!listed.empty()) {
      write(texts, ",AdditionalHeaders=");
      write(texts, listed);
    }
    write(texts, ",Signature=");
    write_hex(texts, signature);
    message.headers.set("authorization", texts.take());
    return nothing{};
  }
};

}  // namespace upcall
