// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "laws/checkpoint.hpp"
#include "support/flash.hpp"
#include <string>
#include <upcall/policies/checkpoint/stored.hpp>

namespace given {

inline constexpr std::size_t most_parts = 4;
using checkpoint_in_flash = upcall::stored_checkpoint<most_parts, flash<>>;
using journal_in_flash = upcall::running_policy<checkpoint_in_flash>::journal;

// A store, and what a client of it runs: made anew, as after a reset, by restart().
struct device {
  flash<> store;
  upcall::running_policy<checkpoint_in_flash> kept{checkpoint_in_flash{store}};

  explicit device(std::uint32_t more_bytes = 0) : store(journal_in_flash::bytes + more_bytes) {}

  auto open(const upcall::upload_identity& upload = laws::an_upload) { return kept.open(upload, {}, {}); }
};

// How much a journal knows, as laws::write_all() has written it: 0: nothing, 1: an intent, 2: a name, and a part more
// each; -1: it is broken, and says what to do; -2: it knows what is not so.
inline int known(const auto& opened) {
  if (!opened) {
    const auto& why = opened.error();
    return why.kind == upcall::fault::checkpoint_broken &&
                   why.message.view().find("erase the store to begin anew") != std::string_view::npos
               ? -1
               : -2;
  }
  if (laws::knows_nothing(*opened)) return 0;
  const upcall::upload_intent& intent = opened->intent();
  bool right = intent.nonce == laws::an_intent.nonce.view() && intent.begun == laws::an_intent.begun &&
               intent.part_size == laws::an_intent.part_size && !intent.unmarked && !intent.others &&
               !opened->source_changed();
  if (opened->upload_id().empty()) return right && opened->find(1) == nullptr && opened->find(3) == nullptr ? 1 : -2;
  right = right && opened->upload_id() == laws::an_id && opened->find(2) == nullptr && opened->find(4) == nullptr;
  int parts = 0;
  for (const std::uint32_t number : {1u, 3u}) {
    if (opened->find(number) == nullptr) continue;
    right = right && *opened->find(number) == laws::a_part(number);
    ++parts;
  }
  return right ? 2 + parts : -2;
}

}  // namespace given
