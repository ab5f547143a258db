// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <upcall/core/literals.hpp>
#include <upcall/crypto/hmac.hpp>
#include <upcall/policies/signer/v1_form.hpp>
#include <upcall/roles/signer.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/dates.hpp>

namespace upcall {

// Signs with the older HMAC-SHA1 scheme, in the headers; no region is needed.
struct sign_v1 {
  using role = upcall::role::signer;

  template <crypto Crypto>
  static constexpr verdict sign(request& message, text_arena& texts, const signing_context& context, Crypto) {
    write_http_date(texts, context.now);
    const std::string_view date = texts.take();
    message.headers.set("date"sv, date);
    if (!context.who.security_token.empty()) message.headers.set("x-oss-security-token"sv, context.who.security_token);

    hmac<typename Crypto::sha1> signing{context.who.access_key_secret};
    v1::write_string_to_sign(signing, message, date);
    const auto signature = std::move(signing).finish();

    write(texts, "OSS "sv);
    write(texts, context.who.access_key_id);
    texts.put(':');
    base64_writer encoded{texts};
    for (auto byte : signature) encoded.put(static_cast<char>(byte));
    encoded.finish();
    message.headers.set("authorization"sv, texts.take());
    return nothing{};
  }
};

}  // namespace upcall
