// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/evp.h>
#include <string>
#include <string_view>
#include <upcall/testing/openssl.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/hex.hpp>
#include <upcall/text/percent.hpp>

namespace upcall::testing {

// Longer names are hashed, so that they fit the 255 bytes of a file name with something added.
inline constexpr std::size_t longest_file_name = 200;

// The file that an object lies in: the key percent-encoded into one name, or the SHA-256 of the key when that is too
// long.
inline std::string object_file_name(std::string_view key) {
  if (key == ".") return "%2E";
  if (key == "..") return "%2E%2E";
  std::string name = written([key](auto& to) { write_percent(to, key); });
  if (name.size() <= longest_file_name) return name;
  const std::string hashed = digest(EVP_sha256(), key);
  return written([&](auto& to) { write_hex(to, hashed); });
}

}  // namespace upcall::testing
