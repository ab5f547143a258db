// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/check_names.hpp>
#include <upcall/http/workspace.hpp>
#include <upcall/roles/endpoint.hpp>
#include <upcall/roles/errors.hpp>

namespace upcall {

// Points a request at an object: names are checked before any connection is opened. False: exchange::why says what is
// wrong. Without its key, at the bucket as a whole.
template <bool WithKey = true, class Policies>
constexpr bool address_object(Policies& with, exchange& at, std::string_view method, const subject& about) {
  const parsed_address& where = with.template get<role::endpoint>().where();
  std::string_view wrong = check_bucket(about.bucket);
  if (WithKey && wrong.empty()) wrong = check_key(about.key);
  if (wrong.empty()) wrong = where.wrong;
  if (!wrong.empty()) {
    at.fail(fault::client, wrong);
    return false;
  }
  at.message.method = method;
  at.message.to = where.where;
  at.message.bucket = about.bucket;
  at.message.until = about.until;
  if (WithKey) at.message.key = about.key;
  return true;
}

// Adds the caller's own header, its name in lower case; values are checked where the request is signed. Host,
// Content-Length and what a signer or an encoder writes cannot be given. Gives what is wrong with it, as a sentence, or
// nothing.
constexpr std::string_view add_header(exchange& at, std::string_view prefix, const field& given) {
  if (!is_token(given.name)) return "header: a name may hold letters, digits and !#$%&'*+-.^_`|~ only"sv;
  constexpr std::string_view ours =
      " host content-length transfer-encoding connection expect authorization date"
      " x-oss-date x-oss-security-token x-oss-content-sha256 ";
  if (prefix.empty() && is_word_of(ours, given.name))
    return "header: this one is written by the library; leave it out"sv;
  write(at.texts, prefix);
  write_lower(at.texts, given.name);
  const std::string_view name = at.texts.take();
  at.message.headers.set(name, given.value);
  return {};
}

}  // namespace upcall
