// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/utf8.hpp>

#define UPCALL_BUCKET_ADVICE "bucket: 3 to 63 lower-case letters, digits and '-', and no '-' at either end"

namespace upcall {

// What is wrong with a name, as a sentence that says what to do; empty when nothing is.

// Buckets: 3 to 63 of a-z 0-9 '-', no '-' at either end. Source: the service's documentation, "Bucket naming
// conventions".
constexpr std::string_view check_bucket(std::string_view name) {
  constexpr std::string_view advice = UPCALL_BUCKET_ADVICE;
  if (name.size() < 3 || name.size() > 63 || name.starts_with('-') || name.ends_with('-')) return advice;
  for (char c : name) {
    if (!is_digit(c) && !(c >= 'a' && c <= 'z') && c != '-') return advice;
  }
  return {};
}

// Keys: 1 to 1023 bytes of UTF-8, not starting with '/' or '\'. Source: the same, "Object naming conventions".
constexpr std::string_view check_key(std::string_view key) {
  if (key.empty()) return "key: it is empty; an empty key would name the bucket itself"sv;
  if (key.size() > 1023) return "key: longer than 1,023 bytes"sv;
  if (key.starts_with('/') || key.starts_with('\\')) return "key: must not start with '/' or '\\'; leave that out"sv;
  for (char c : key) {
    if (c == '\0' || c == '\r' || c == '\n') return "key: must not hold NUL, CR or LF"sv;
  }
  if (!is_utf8(key)) return "key: not valid UTF-8"sv;
  return {};
}

// RFC 9110, section 5.6.2: a token.
constexpr bool is_token(std::string_view name) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  for (char c : name) {
    const bool letter = to_lower(c) >= 'a' && to_lower(c) <= 'z';
    if (!letter && !is_digit(c) && others.find(c) == others.npos) return false;
  }
  return !name.empty();
}

// Bytes from 0x20 on and tabs; RFC 9110, section 5.5. A line break would let a value smuggle a header in.
constexpr bool is_header_value(std::string_view value) {
  for (char c : value) {
    if (is_control(c) && c != '\t') return false;
  }
  return true;
}

}  // namespace upcall
