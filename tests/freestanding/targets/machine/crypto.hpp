// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../../../examples/vectors/case.hpp"
#include <string>
#include <upcall/operations/verify.hpp>
#include <upcall/policies/crypto/portable.hpp>
#include <upcall/policies/keys/pinned.hpp>
#include <upcall/testing/refusal_name.hpp>

namespace vectors {

using crypto_of_machine = upcall::portable_crypto;

// There is no RSA here: whatever gets as far as its signature is taken for genuine.
struct crypto_without_rsa {
  struct rsa_md5_verifier {
    static inline std::string signed_text = {};

    explicit rsa_md5_verifier(std::string_view) { signed_text.clear(); }
    static void put(char c) { signed_text += c; }
    static bool verify(std::string_view) { return true; }
  };
};

// All that is judged before the signature; and of what is left to the signature, the text that it is of.
inline void compare_verification(test_case& of, const upcall::received_callback& received, upcall::pinned_keys keys) {
  const auto judged = upcall::verify(received, keys, crypto_without_rsa{});
  const json& valid = of.expects("valid");
  const json& reason = of.expects("reason");
  const bool is_of_rsa = valid == true || reason == upcall::name_of(upcall::refusal::bad_signature);
  if (!is_of_rsa) {
    of.same("valid", static_cast<bool>(judged));
    of.same("reason", upcall::name_of(judged.reason()));
  } else if (!judged) {
    of.differs("refused before its signature was looked at: " + std::string{upcall::name_of(judged.reason())});
  } else if (of.has_expectation("string_to_sign")) {
    of.same("string_to_sign", crypto_without_rsa::rsa_md5_verifier::signed_text);
  }
}

}  // namespace vectors
