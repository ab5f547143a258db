// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/policies/signer/key_cache.hpp>
#include <upcall/policies/signer/v4_form.hpp>
#include <upcall/roles/signer.hpp>

namespace upcall {

// Signs with OSS4-HMAC-SHA256, in the headers.
template <class Cache>
struct basic_sign_v4 {
  using role = upcall::role::signer;
  static constexpr bool needs_region = true;

  std::string_view product = "oss"sv;  // "oss-cloudbox" with the box's id as region

  class state;
};

// The signing key is derived once a day for each set of credentials and kept in the client, from where it is wiped at
// the end. May be used by threads at the same time.
using sign_v4 = basic_sign_v4<key_cache>;
// Derives the key each time: a device saves flash, and keeps no key in memory.
using sign_v4_uncached = basic_sign_v4<no_key_cache>;

template <class Cache>
class basic_sign_v4<Cache>::state {
 public:
  constexpr explicit state(const basic_sign_v4& policy) : product_(policy.product) {}

  template <crypto Crypto>
  constexpr verdict sign(request& message, text_arena& texts, const signing_context& context, Crypto) {
    if (context.region.empty()) {
      return "sign_v4: the endpoint does not tell the region; give it as endpoint::region, such as cn-hangzhou"sv;
    }
    const v4::scope where{context.now, context.region, product_};
    message.headers.set("x-oss-content-sha256"sv, v4::unsigned_payload);
    write(texts, where.when.view());
    message.headers.set("x-oss-date"sv, texts.take());
    if (!context.who.security_token.empty()) message.headers.set("x-oss-security-token"sv, context.who.security_token);

    auto key = key_for<typename Crypto::sha256>(context.who, where);
    const auto signature = v4::signature<typename Crypto::sha256>(key, where, message);
    if (!std::is_constant_evaluated()) wipe(&key, sizeof key);

    write(texts, v4::algorithm);
    write(texts, " Credential="sv);
    write(texts, context.who.access_key_id);
    texts.put('/');
    v4::write_scope(texts, where);
    write(texts, ",Signature="sv);
    write_hex(texts, signature);
    message.headers.set("authorization"sv, texts.take());
    return nothing{};
  }

 private:
  template <class Sha256>
  constexpr typename Sha256::digest key_for(const credentials& who, const v4::scope& where) {
    const key_name name{where.when.day(), who.access_key_secret, where.region};
    typename Sha256::digest key{};
    if (cache_.find(name, key)) return key;
    if constexpr (wipes_itself<Sha256>) {
      move_key(key, v4::signing_key<Sha256>(who.access_key_secret, where));
    } else {
      key = v4::signing_key<Sha256>(who.access_key_secret, where);
    }
    cache_.keep(name, key);
    return key;
  }

  std::string_view product_;
  [[no_unique_address]] Cache cache_ = {};
};

}  // namespace upcall
