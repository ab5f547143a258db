// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/operations/complete_document.hpp>
#include <upcall/operations/list_parts.hpp>
#include <upcall/operations/part_plan.hpp>
#include <upcall/operations/settle.hpp>
#include <upcall/roles/checkpoint.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/roles/errors.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall::detail {

// Brings a journal in line with what the service has: they may differ by what a kill came between.
template <class Policies, class Journal>
[[gnu::noinline]] constexpr result<list_parts_result> match_parts(Policies& with, const subject& about,
                                                                  Journal& journal, const part_plan& plan) {
  auto&& room = with.template get<role::workspace>().lease();
  std::uint32_t next = 1;
  auto drop_until = [&](std::uint32_t number) {
    for (; next < number; ++next) journal.drop(next);
  };
  auto match = [&](const listed_part& part) {
    if (part.part_number < next || part.part_number > plan.count()) return;
    drop_until(part.part_number);
    ++next;
    const stored_part* known = journal.find(part.part_number);
    if (known != nullptr && known->etag == part.etag.view() && known->size == part.size &&
        part.hash_crc64ecma.value_or(known->crc64) == known->crc64)
      return;
    journal.drop(part.part_number);
    // One whose answer was lost counts when the source still has those bytes.
    if (!part.hash_crc64ecma || part.size != plan.size_of(part.part_number)) return;
    const stored_part found{part.part_number, part.size, *part.hash_crc64ecma, {part.etag}};
    if (!found.etag.cut()) (void)journal.add(found);
  };
  auto listed = list_parts(with, room, about, journal.upload_id(), match);
  if (listed) drop_until(plan.count() + 1);
  return listed;
}

// Whether a source has this checksum. One that knows itself whether it has changed is not read for it.
template <class Policies, body B>
[[gnu::noinline]] constexpr bool has_sum(Policies& with, B& from, std::uint64_t crc64) {
  if constexpr (requires { from.identity(); }) {
    return true;
  } else {
    typename Policies::template type<role::crypto>::crc64 sum;
    auto&& room = with.template get<role::workspace>().lease();
    std::uint64_t left = from.size();
    if (!from.rewind()) return false;
    const std::span<char> piece{room.head};
    while (left != 0) {
      const auto got = from.read(piece);
      if (!got || *got == 0 || *got > left) break;
      write(sum, std::string_view{piece.data(), *got});
      left -= *got;
    }
    return from.rewind() && left == 0 && sum.value() == crc64;
  }
}

// Whether an upload that the service does not know was completed, by a call that was killed before it could say so.
template <class Policies, class Journal>
constexpr settlement find_completed(Policies& with, const subject& about, Journal& journal, const part_plan& plan,
                                    std::string_view nonce, stored_object& stored) {
  expected_object expected{plan.size, {}, nonce};
  std::uint32_t known = 0;
  while (known != plan.count() && journal.find(known + 1) != nullptr) ++known;
  if (known == plan.count()) {
    auto part_at = [&](std::uint32_t index) -> const stored_part& { return *journal.find(index + 1); };
    expected.crc64 = complete_document{{plan.count(), part_at}}.crc64();
  } else if (nonce.empty()) {
    return settlement::not_stored;  // nothing tells its object from another
  }
  auto&& room = with.template get<role::workspace>().lease();
  return find_stored(with, room, about, expected, stored);
}

}  // namespace upcall::detail
