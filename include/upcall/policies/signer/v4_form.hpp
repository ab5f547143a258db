// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <span>
#include <string_view>
#include <type_traits>
#include <upcall/core/literals.hpp>
#include <upcall/core/time.hpp>
#include <upcall/crypto/hmac.hpp>
#include <upcall/policies/signer/signable.hpp>
#include <upcall/text/dates.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/percent.hpp>

namespace upcall {

// OSS4-HMAC-SHA256, the texts of it. Source: the service's documentation, "Signature Version 4".
namespace v4 {

inline constexpr std::string_view algorithm = "OSS4-HMAC-SHA256";
inline constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

// For what a signature holds: one day, one region, one product ("oss", or "oss-cloudbox").
struct scope {
  basic_date when;
  std::string_view region = {};
  std::string_view product = "oss"sv;
};

template <sink S>
constexpr void write_scope(S& to, const scope& where) {
  write(to, where.when.day());
  to.put('/');
  write(to, where.region);
  to.put('/');
  write(to, where.product);
  write(to, "/aliyun_v4_request"sv);
}

// Headers that are always signed, and never listed as additional ones.
constexpr bool always_signed(std::string_view name) {
  return name == "content-type"sv || name == "content-md5"sv || name.starts_with("x-oss-"sv);
}

// No additional headers: the code for them is left out.
struct nothing_more {};

constexpr bool is_listed(std::string_view, nothing_more) { return false; }
constexpr bool is_listed(std::string_view name, std::span<const std::string_view> names) {
  for (std::string_view each : names) {
    if (equal_ignoring_case(each, name)) return true;
  }
  return false;
}

// The names of the additional headers that are there and not signed anyway, joined by ';'.
template <sink S, class Additional>
constexpr void write_additional(S& to, const signable& message, Additional additional) {
  if constexpr (std::is_same_v<Additional, nothing_more>) return;
  bool first = true;
  for (const auto& [name, value] : message.headers) {
    if (always_signed(name) || !is_listed(name, additional)) continue;
    if (!first) to.put(';');
    first = false;
    write(to, name);
  }
}

// Additional is a span of names, or nothing_more.
template <sink S, class Additional = nothing_more>
constexpr void write_canonical_request(S& to, const signable& message, Additional additional = {}) {
  write(to, message.method);
  to.put('\n');
  write_resource(to, message, [&to](std::string_view text) { write_path(to, text); });
  to.put('\n');
  bool first = true;
  for (const auto& [name, value] : message.parameters) {
    if (!first) to.put('&');
    first = false;
    write_percent(to, name);
    if (value.empty()) continue;
    to.put('=');
    write_percent(to, value);
  }
  to.put('\n');
  for (const auto& [name, value] : message.headers) {
    if (always_signed(name) || is_listed(name, additional)) write_header_line(to, name, value);
  }
  to.put('\n');
  write_additional(to, message, additional);
  to.put('\n');
  write(to, unsigned_payload);
}

template <sink S, class Digest>
constexpr void write_string_to_sign(S& to, const scope& where, const Digest& canonical_request_sha256) {
  write(to, algorithm);
  to.put('\n');
  write(to, where.when.view());
  to.put('\n');
  write_scope(to, where);
  to.put('\n');
  write_hex(to, canonical_request_sha256);
}

// The key that signs everything of one day, region and product: derived once, then cached.
template <class Sha256>
constexpr typename Sha256::digest signing_key(std::string_view secret, const scope& where) {
  using digest = typename Sha256::digest;
  hmac<Sha256> by_day{"aliyun_v4"sv, secret};
  write(by_day, where.when.day());
  digest key = std::move(by_day).finish();
  for (std::string_view step : {where.region, where.product, std::string_view{"aliyun_v4_request"sv}}) {
    hmac<Sha256> next{key};
    write(next, step);
    if constexpr (wipes_itself<Sha256>) {
      move_key(key, std::move(next).finish());
    } else {
      key = std::move(next).finish();
    }
  }
  return key;
}

// The signature, in raw bytes; it is sent in lower-case hexadecimal.
template <class Sha256, class Additional = nothing_more>
constexpr typename Sha256::digest signature(const typename Sha256::digest& key, const scope& where,
                                            const signable& message, Additional additional = {}) {
  Sha256 canonical;
  write_canonical_request(canonical, message, additional);
  hmac<Sha256> signing{key};
  write_string_to_sign(signing, where, std::move(canonical).finish());
  return std::move(signing).finish();
}

}  // namespace v4
}  // namespace upcall
