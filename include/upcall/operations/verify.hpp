// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <upcall/core/inline_string.hpp>
#include <upcall/operations/received_callback.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/roles/keys.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/base64.hpp>
#include <utility>

namespace upcall {

namespace detail {
struct callback_verifier;
}

// A callback that the service has signed; only verify() makes one. Its texts are those of the request. The signature
// has no time in it: whoever saw the request can send it again, so act on an object once.
class verified_callback {
 public:
  constexpr std::string_view target() const { return target_; }
  constexpr std::string_view body() const { return body_; }

 private:
  friend struct detail::callback_verifier;
  constexpr explicit verified_callback(const received_callback& from) : target_(from.target), body_(from.body) {}

  std::string_view target_, body_;
};

// A verified callback, or why there is none.
class [[nodiscard]] verification {
 public:
  constexpr explicit operator bool() const { return genuine_.has_value(); }
  constexpr const verified_callback& operator*() const { return *genuine_; }
  constexpr const verified_callback* operator->() const { return &*genuine_; }
  constexpr refusal reason() const { return reason_; }
  constexpr std::string_view advice() const { return upcall::advice(reason_); }

 private:
  friend struct detail::callback_verifier;
  constexpr explicit verification(refusal why) : reason_(why) {}
  constexpr explicit verification(verified_callback genuine) : genuine_(genuine) {}

  std::optional<verified_callback> genuine_ = {};
  refusal reason_ = refusal::none;
};

namespace detail {

struct callback_verifier {
  static constexpr std::size_t max_target = 64 * 1024, max_header = 8 * 1024, max_body = 16 * 1024 * 1024;

  // One header's value, which must be there once.
  static constexpr refusal find(std::span<const field> headers, std::string_view name, std::string_view& value) {
    bool found = false;
    for (const field& each : headers) {
      if (!equal_ignoring_case(each.name, name)) continue;
      if (found) return refusal::repeated_header;
      found = true;
      value = trim(each.value);
    }
    if (!found) return refusal::missing_header;
    return value.size() > max_header ? refusal::too_long : refusal::none;
  }

  template <class Keys, class Crypto>
  static constexpr refusal refuse(const received_callback& request, Keys& keys) {
    if (request.method != "POST") return refusal::bad_method;
    if (!request.target.starts_with('/') || request.target.size() > max_target) return refusal::bad_target;
    if (request.body.size() > max_body) return refusal::too_long;
    std::string_view key_url_base64, signature_base64;
    refusal why = find(request.headers, "x-oss-pub-key-url", key_url_base64);
    if (why == refusal::none) why = find(request.headers, "authorization", signature_base64);
    if (why != refusal::none) return why;

    inline_string<512> key_url;  // the service's is 55 bytes long
    if (!read_base64(key_url_base64, key_url)) return refusal::bad_base64;
    if (key_url.cut()) return refusal::bad_pub_key_url;
    const auto key = keys.key_for(key_url.view());
    if (!key) return key.error().kind == fault::client ? refusal::bad_pub_key_url : refusal::no_key;

    inline_string<1024> signature;  // of a key of 8192 bits; the service's has 512
    if (!read_base64(signature_base64, signature)) return refusal::bad_base64;
    if (signature.cut()) return refusal::bad_signature;
    typename Crypto::rsa_md5_verifier verifier{static_cast<std::string_view>(*key)};
    write_callback_string_to_sign(verifier, request.target, request.body);
    if (!std::move(verifier).verify(signature.view())) return refusal::bad_signature;
    if constexpr (requires { key->verified(); }) key->verified();
    return refusal::none;
  }

  static constexpr verification refused(refusal why) { return verification{why}; }

  template <class Keys, class Crypto>
  static constexpr verification verify(const received_callback& request, Keys& keys) {
    const refusal why = refuse<Keys, Crypto>(request, keys);
    return why == refusal::none ? verification{verified_callback{request}} : refused(why);
  }
};

}  // namespace detail

// The application server's side: whether a request is a callback that the service has signed. Keys says which keys are
// trusted, Crypto verifies. Nothing in the request makes it throw, or allocate more than these two do.
template <class Keys, class Crypto>
constexpr verification verify(const received_callback& request, Keys&& keys, const Crypto&) {
  using K = std::remove_reference_t<Keys>;
  static_assert(upcall::keys<K>,
                "verify: the keys policy needs `result<std::string_view> key_for(std::string_view url)`");
  static_assert(verifying_crypto<Crypto>,
                "verify: the crypto policy needs a type `rsa_md5_verifier`, made from a PEM, with put(char) and "
                "`bool verify(std::string_view signature) &&`");
  if constexpr (upcall::keys<K> && verifying_crypto<Crypto>) {
    return detail::callback_verifier::verify<K, Crypto>(request, keys);
  } else {
    return detail::callback_verifier::refused(refusal::no_key);
  }
}

}  // namespace upcall
