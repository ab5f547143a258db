// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/http/stored_part.hpp>
#include <upcall/text/little_endian.hpp>

namespace upcall {

// What a journal in a store keeps at once, in few bytes.
struct journal_record {
  enum class kind : unsigned char { none, header, name, part, over };

  static constexpr std::size_t in_a_slot = 62;    // bytes of the content
  static constexpr std::size_t before_etag = 18;  // of a part's

  kind what = kind::none;
  inline_string<128> content = {};

  // In how many slots it lies.
  constexpr std::uint32_t slots() const {
    const std::size_t full = content.size() / in_a_slot;
    return static_cast<std::uint32_t>(content.size() % in_a_slot != 0 || full == 0 ? full + 1 : full);
  }
};

constexpr journal_record record_of(const stored_part& part) {
  journal_record out{journal_record::kind::part};
  write_little_endian(out.content, part.number, 2);
  write_little_endian(out.content, part.size, 8);
  write_little_endian(out.content, part.crc64, 8);
  out.content.append(part.etag);
  return out;
}
constexpr stored_part part_of(const journal_record& record) {
  std::string_view left = record.content;
  stored_part out;
  out.number = static_cast<std::uint32_t>(take_little_endian(left, 2));
  out.size = take_little_endian(left, 8);
  out.crc64 = take_little_endian(left, 8);
  out.etag.assign(left);
  return out;
}

}  // namespace upcall
