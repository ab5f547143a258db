// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <upcall/http/request.hpp>
#include <upcall/http/text_arena.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/roles/signer.hpp>

// A request with room for everything, to be signed.
struct request_to_sign {
  upcall::field parameters[16]{}, headers[16]{};
  char room[2048]{};
  upcall::request message{parameters, headers};
  upcall::text_arena texts{room};

  constexpr request_to_sign(std::string_view method, std::string_view bucket, std::string_view key) {
    message.method = method;
    message.to.host = "oss-cn-hangzhou.aliyuncs.com";
    message.bucket = bucket;
    message.key = key;
  }

  // Whether it could be signed, at this second and with the keys that the SDKs' own tests have.
  constexpr bool sign(const auto& signer, std::int64_t now, std::string_view token = {},
                      std::string_view region = "cn-hangzhou") {
    const upcall::signing_context context{{"ak", "sk", token}, {now}, region};
    const auto done = signer.sign(message, texts, context, upcall::portable_crypto{});
    return done.has_value();
  }
  std::string why_not(const auto& signer, std::string_view token = {}, std::string_view region = "cn-hangzhou") {
    const auto done =
        signer.sign(message, texts, {{"ak", "sk", token}, {1702781677}, region}, upcall::portable_crypto{});
    return done ? std::string{} : std::string{done.error().message.view()};
  }

  constexpr std::string_view parameter(std::string_view name) const { return value(message.parameters.find(name)); }
  constexpr std::string_view header(std::string_view name) const { return value(message.headers.find(name)); }

 private:
  static constexpr std::string_view value(const upcall::field* found) { return found ? found->value : "(none)"; }
};
