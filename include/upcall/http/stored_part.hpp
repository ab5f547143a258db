// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/core/inline_string.hpp>

namespace upcall {

// The service's limits of multipart uploads ("Limits" of its documentation).
inline constexpr std::uint32_t most_parts = 10'000;
inline constexpr std::uint64_t smallest_part = 102'400;  // but the last
inline constexpr std::uint64_t largest_part = std::uint64_t{5} << 30;
inline constexpr std::uint64_t largest_upload = most_parts * largest_part;  // 48.8 TB

// The service's name for one multipart upload; 32 digits in every answer seen.
using upload_id_text = inline_string<128>;

// A part that the service has, as its answer said: what Complete needs to know of it.
struct stored_part {
  std::uint32_t number = 0;  // 1 to 10,000
  std::uint64_t size = 0;
  std::uint64_t crc64 = 0;      // CRC-64/XZ of what was sent, equal to the service's own
  inline_string<44> etag = {};  // with its quotes, as it came

  friend constexpr bool operator==(const stored_part& a, const stored_part& b) {
    return a.number == b.number && a.size == b.size && a.crc64 == b.crc64 && a.etag == b.etag.view();
  }
};

}  // namespace upcall
