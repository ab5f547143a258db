// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <upcall/core/time.hpp>
#include <upcall/crypto/crc64_combine.hpp>
#include <upcall/testing/emulator/object.hpp>
#include <upcall/testing/http/message.hpp>
#include <upcall/testing/openssl.hpp>
#include <upcall/testing/written.hpp>
#include <upcall/text/hex.hpp>
#include <utility>
#include <vector>

namespace upcall::testing {

// "UploadPart" of the service's documentation: the numbers that parts may have, and the bytes that each but the last
// one has at least.
inline constexpr std::uint32_t highest_part_number = 10'000;
inline constexpr std::uint64_t smallest_part = 100 * 1024;

// An open multipart upload, without its parts.
struct upload_facts {
  std::string id = {}, bucket = {}, key = {};
  timestamp initiated = {};
  http_headers headers = {};  // as they are given back with the object
};

struct uploaded_part {
  std::uint32_t number = 0;
  std::uint64_t size = 0, crc64 = 0;
  std::string etag = {};  // its MD5: upper-case digits, without quotes
  timestamp modified = {};
};

inline constexpr std::size_t upload_id_digits = 32;

inline std::string new_upload_id() {
  unsigned char bytes[upload_id_digits / 2];
  if (RAND_bytes(bytes, sizeof bytes) != 1) throw std::runtime_error("OpenSSL has no random numbers");
  return upper_hex({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

// Whether a text could be an id that was given out; only such a one may become part of a path.
constexpr bool is_upload_id(std::string_view text) {
  for (char c : text) {
    if (hex_value(c) < 0 || (c >= 'a' && c <= 'f')) return false;
  }
  return text.size() == upload_id_digits;
}

// The object that these parts make, one after the other. Its ETag is no MD5 of its bytes, but one of the parts' MD5s,
// with their number behind it; the documentation says only that it is not the MD5.
inline object_facts joined(const upload_facts& upload, const std::vector<uploaded_part>& parts, timestamp now) {
  object_facts out{.bucket = upload.bucket, .key = upload.key, .modified = now, .headers = upload.headers};
  hash etags{EVP_md5()};
  for (const uploaded_part& each : parts) {
    out.size += each.size;
    out.crc64 = crc64_combine(out.crc64, each.crc64, each.size);
    etags.append(written([&each](auto& to) { read_hex(each.etag, to); }));
  }
  out.etag = upper_hex(std::move(etags).finish()) + '-' + std::to_string(parts.size());
  return out;
}

}  // namespace upcall::testing
