// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/crypto/crc64.hpp>
#include <upcall/roles/checkpoint.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/little_endian.hpp>
#include <utility>

namespace upcall {

// CRC-64 of what an upload is of: the names are not needed, only whether they are others.
struct upload_sums {
  std::uint64_t object = 0, endpoint = 0, source = 0;

  constexpr upload_sums() = default;
  constexpr explicit upload_sums(const upload_identity& upload) {
    small_crc64 sum;
    write(sum, upload.bucket);
    sum.put('/');
    write(sum, upload.key);
    object = std::exchange(sum, {}).value();
    write_lower(sum, upload.host);
    sum.put(':');
    write_little_endian(sum, upload.port, 2);
    endpoint = std::exchange(sum, {}).value();
    const source_identity& from = upload.source;
    for (const std::uint64_t each :
         {from.size, static_cast<std::uint64_t>(from.modified), static_cast<std::uint64_t>(from.changed), from.inode})
      write_little_endian(sum, each, 8);
    source = sum.value();
  }
};

}  // namespace upcall
