// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/crypto/hmac.hpp>
#include <upcall/policies/signer/v1_form.hpp>
#include <upcall/roles/signer.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/decimal.hpp>

namespace upcall {

// Signs with the older HMAC-SHA1 scheme, in the URL: who has the URL can send the request until it expires.
// Content-Type, Content-MD5 and x-oss-* headers that the request has must then be sent as they were signed. Source: the
// service's documentation, "Add a signature to a URL"; it names no longest time.
struct sign_v1_query {
  using role = upcall::role::signer;

  std::int64_t expires = 3600;  // seconds from now

  template <crypto Crypto>
  constexpr verdict sign(request& message, text_arena& texts, const signing_context& context, Crypto) const {
    if (expires < 1) return verdict{"sign_v1_query: .expires must be at least one second"};
    const credentials& who = context.who;
    write_decimal(texts, static_cast<std::uint64_t>(context.now.seconds) + static_cast<std::uint64_t>(expires));
    const std::string_view end = texts.take();
    message.parameters.remove("security-token");  // of the attempt before, whose credentials may have been others
    if (!who.security_token.empty()) message.parameters.set("security-token", who.security_token);

    hmac<typename Crypto::sha1> signing{who.access_key_secret};
    v1::write_string_to_sign(signing, message, end);
    base64_writer encoded{texts};
    for (auto byte : std::move(signing).finish()) encoded.put(static_cast<char>(byte));
    encoded.finish();

    message.parameters.set("OSSAccessKeyId", who.access_key_id);
    message.parameters.set("Expires", end);
    message.parameters.set("Signature", texts.take());
    return nothing{};
  }
};

}  // namespace upcall
