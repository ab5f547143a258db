// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/core/result.hpp>
#include <upcall/core/time.hpp>
#include <upcall/policies/credentials/secret_text.hpp>
#include <upcall/text/ascii.hpp>

namespace upcall {

// Credentials that end, as the cloud's STS gives them. It owns its texts. The service sets no limit to a token; 8 KB
// are what servers commonly take of one header line.
struct temporary_credentials {
  secret_text<128> access_key_id = {};
  secret_text<128> access_key_secret = {};
  secret_text<8192> security_token = {};  // empty for a key that needs none
  timestamp expires = {};                 // of ones that do not: whenever they are to be asked for again
};

// Where they come from: asked by one thread at a time, whichever needs them first. A failure says what to do about it,
// and holds no secret.
template <class S>
concept temporary_credentials_source = requires(S& s) {
  { s.fetch() } -> std::same_as<result<temporary_credentials>>;
};

// What is wrong with what a source gave, as a sentence; empty when nothing is.
constexpr std::string_view find_unusable(const temporary_credentials& given, timestamp now) {
  if (given.access_key_id.empty() || given.access_key_secret.empty())
    return "credentials: their source gave an empty key id or secret"sv;
  for (std::string_view text :
       {given.access_key_id.view(), given.access_key_secret.view(), given.security_token.view()}) {
    for (char c : text) {
      if (is_control(c) || c == ' ')
        return "credentials: their source gave blanks or line breaks in the key id, secret or token"sv;
    }
  }
  if (given.access_key_id.cut() || given.access_key_secret.cut() || given.security_token.cut())
    return "credentials: their source gave more than 128 characters of key id or secret, or 8,192 of token"sv;
  if (given.expires <= now) return "credentials: their source gave ones that have expired; is the clock right?"sv;
  return {};
}

}  // namespace upcall
