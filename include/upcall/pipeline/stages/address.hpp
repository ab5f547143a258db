// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/http/check_names.hpp>
#include <upcall/http/workspace.hpp>
#include <upcall/roles/endpoint.hpp>
#include <upcall/roles/errors.hpp>

namespace upcall {

// Points a request at an object: names are checked before any connection is opened.
template <class Policies>
constexpr result<nothing> address_object(Policies& with, exchange& at, std::string_view method, const subject& about) {
  for (std::string_view wrong : {check_bucket(about.bucket), check_key(about.key)}) {
    if (!wrong.empty()) return failure{fault::client, wrong};
  }
  auto where = with.template get<role::endpoint>().where();
  if (!where) return where.error();
  at.message.method = method;
  at.message.to = *where;
  at.message.bucket = about.bucket;
  at.message.key = about.key;
  return nothing{};
}

// Adds the caller's own header: name in lower case, value checked. Host, Content-Length and what a signer or an encoder
// writes cannot be given.
constexpr result<nothing> add_header(exchange& at, std::string_view prefix, const field& given) {
  const auto name_is = [&](std::string_view name) { return prefix.empty() && equal_ignoring_case(given.name, name); };
  if (!is_token(given.name)) return failure{fault::client, "header: a name may hold letters, digits and !#$%&'*+-.^_`|~ only"};
  if (!is_header_value(given.value)) return failure{fault::client, "header: a value must not hold line breaks or control characters"};
  for (std::string_view ours : {"host", "content-length", "transfer-encoding", "connection", "expect", "authorization", "date", "x-oss-date",
                                "x-oss-security-token", "x-oss-content-sha256"}) {
    if (name_is(ours)) return failure{fault::client, "header: this one is written by the library; leave it out"};
  }
  write(at.texts, prefix);
  write_lower(at.texts, given.name);
  const std::string_view name = at.texts.take();
  at.message.headers.set(name, trim(given.value));
  return nothing{};
}

}  // namespace upcall
