// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/passing_journal.hpp>

namespace upcall {

namespace detail {

template <std::size_t Parts>
class inline_part_table {
 public:
  static constexpr std::uint32_t most = Parts;

  static constexpr verdict reserve(std::uint64_t count) {
    if (count <= most) return nothing{};
    return "checkpoint: more parts than its Parts has room for; take larger parts, or a checkpoint of more"sv;
  }

  constexpr verdict put(const stored_part& part) {
    if (part.number == 0) return "checkpoint: parts are numbered from 1"sv;
    if (const verdict room = reserve(part.number); !room) return room;
    parts_[part.number - 1] = part;
    return nothing{};
  }
  constexpr const stored_part* find(std::uint32_t number) const {
    const bool stored = number != 0 && number <= Parts && parts_[number - 1].number == number;
    return stored ? &parts_[number - 1] : nullptr;
  }
  constexpr void drop(std::uint32_t number) {
    if (find(number) != nullptr) parts_[number - 1].number = 0;
  }
  constexpr void clear() {
    for (stored_part& each : parts_) each.number = 0;
  }

 private:
  std::array<stored_part, Parts> parts_ = {};
};

}  // namespace detail

// For a device: no heap, up to Parts parts of 72 bytes in the journal itself, and nothing is left of an upload that
// fails.
template <std::size_t Parts>
struct inline_checkpoint {
  static_assert(Parts != 0, "inline_checkpoint: give it room for one part at least");
  using role = upcall::role::checkpoint;
  using journal = passing_journal<detail::inline_part_table<Parts>>;

  static constexpr result<journal> open(const upload_identity& upload, std::string_view, std::string_view) {
    result<journal> opened{pending{}};
    opened.emplace(upload.source.size);
    return opened;
  }
};

}  // namespace upcall
