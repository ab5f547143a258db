// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/policies/checkpoint/journal_record.hpp>
#include <upcall/policies/checkpoint/upload_sums.hpp>
#include <upcall/roles/checkpoint.hpp>
#include <upcall/text/little_endian.hpp>

namespace upcall {

// What each generation of a journal begins with.
struct generation_header {
  std::uint32_t generation = 0;
  upload_intent intent = {};
  upload_sums about = {};

  constexpr journal_record record() const {
    journal_record out{journal_record::kind::header};
    write_little_endian(out.content, version, 1);
    write_little_endian(out.content, (intent.unmarked ? unmarked : 0u) | (intent.others ? others : 0u), 1);
    for (const std::uint64_t each : {std::uint64_t{generation}, static_cast<std::uint64_t>(intent.begun.seconds),
                                     intent.part_size, about.object, about.endpoint, about.source})
      write_little_endian(out.content, each, 8);
    out.content.append(intent.nonce);
    return out;
  }
  // False: it is no header of this version, or of a generation that none can follow.
  constexpr bool take(const journal_record& from) {
    std::string_view left = from.content;
    if (from.what != journal_record::kind::header || left.size() < before_nonce) return false;
    if (take_little_endian(left, 1) != version) return false;
    const std::uint64_t flags = take_little_endian(left, 1);
    intent.unmarked = (flags & unmarked) != 0;
    intent.others = (flags & others) != 0;
    const std::uint64_t number = take_little_endian(left, 8);
    if (number == 0 || number >= UINT32_MAX) return false;
    generation = static_cast<std::uint32_t>(number);
    intent.begun.seconds = static_cast<std::int64_t>(take_little_endian(left, 8));
    for (std::uint64_t* each : {&intent.part_size, &about.object, &about.endpoint, &about.source})
      *each = take_little_endian(left, 8);
    intent.nonce.assign(left);
    return true;
  }

 private:
  static constexpr std::size_t before_nonce = 2 + 6 * 8;
  static constexpr std::uint8_t version = 1, unmarked = 1, others = 2;  // the last two: flags
};

}  // namespace upcall
