// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "text/written.hpp"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/sink.hpp>
#include <utility>

// The digest of a text in hex, by our hash…
template <class Hash>
constexpr upcall::inline_string<64> digest_of(Hash hash, std::string_view text) {
  upcall::write(hash, text);
  return written<64>([&](auto& to) { upcall::write_hex(to, std::move(hash).finish()); });
}

// …and by OpenSSL's.
inline std::string openssl_digest(const EVP_MD* kind, std::string_view text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), bytes, &size, kind, nullptr);
  return std::string{written<64>([&](auto& to) {
                       upcall::write_hex(to, std::string_view{reinterpret_cast<char*>(bytes), size});
                     }).view()};
}

inline std::string openssl_hmac(const EVP_MD* kind, std::string_view key, std::string_view text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(kind, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       bytes, &size);
  return std::string{written<64>([&](auto& to) {
                       upcall::write_hex(to, std::string_view{reinterpret_cast<char*>(bytes), size});
                     }).view()};
}

// Texts of every length up to 300, none like another.
inline std::string sample(std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i != length; ++i) text += static_cast<char>(i * 31 + i / 5 + length);
  return text;
}

// How many of all lengths to 300, and of all ways to write some of them in two pieces, differ from OpenSSL.
template <class Hash>
int differences(const EVP_MD* kind) {
  int found = 0;
  for (std::size_t length = 0; length <= 300; ++length) {
    const std::string text = sample(length);
    if (digest_of(Hash{}, text) != openssl_digest(kind, text)) ++found;
    Hash by_character;
    for (char c : text) by_character.put(c);
    if (digest_of(by_character, "") != openssl_digest(kind, text)) ++found;
  }
  for (std::size_t length : {55u, 56u, 63u, 64u, 65u, 119u, 120u, 128u, 129u, 200u}) {
    const std::string text = sample(length), expected = openssl_digest(kind, text);
    for (std::size_t split = 0; split <= length; ++split) {
      Hash hash;
      hash.append(std::string_view{text}.substr(0, split));
      if (digest_of(hash, std::string_view{text}.substr(split)) != expected) ++found;
    }
  }
  return found;
}
