// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <openssl/evp.h>
#include <string>
#include <string_view>
#include <upcall/core/time.hpp>
#include <upcall/crypto/crc64.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/openssl.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/hex.hpp>
#include <utility>

namespace upcall::testing {

// What is known of a stored object besides its bytes.
struct object_facts {
  std::string bucket = {}, key = {};
  std::uint64_t size = 0;
  std::uint64_t crc64 = 0;
  std::string etag = {};  // upper-case digits, without quotes
  timestamp modified = {};
  http_headers headers = {};  // as they are given back: Content-Type, x-oss-meta-*, Cache-Control, …

  std::string quoted_etag() const { return '"' + etag + '"'; }
};

// The checksums of bytes as they pass.
class checksums {
 public:
  void append(std::string_view piece) {
    size_ += piece.size();
    crc_.append(piece);
    md5_.append(piece);
  }
  std::uint64_t size() const { return size_; }
  std::uint64_t crc64() const { return crc_.value(); }
  // The MD5 in raw bytes.
  std::string md5() && { return std::move(md5_).finish(); }

 private:
  std::uint64_t size_ = 0;
  upcall::crc64 crc_ = {};
  hash md5_{EVP_md5()};
};

inline std::string upper_hex(std::string_view bytes) {
  std::string out;
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {hex_digit(byte >> 4, 'A'), hex_digit(byte & 15u, 'A')};
  }
  return out;
}

inline std::string base64_of(std::string_view bytes) {
  return written([bytes](auto& to) { write_base64(to, bytes); });
}

}  // namespace upcall::testing
