// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/core/verdict.hpp>
#include <upcall/roles/checkpoint.hpp>

namespace upcall {

// What a journal knows of its upload while it is open. Parts is the table of those that are stored: `verdict
// reserve(count)`, `verdict put(part)`, find(number), drop(number), clear().
template <class Parts>
class known_upload {
 public:
  constexpr const upload_intent& intent() const { return intent_; }
  constexpr std::string_view upload_id() const { return upload_id_; }
  constexpr const stored_part* find(std::uint32_t number) const { return parts_.find(number); }

  // The size of the source, where it is known, tells how many parts there will be: whether there is room for them is
  // said before any is sent.
  constexpr result<nothing> begin(const upload_intent& intent, std::uint64_t size) {
    if (intent.nonce.empty()) return failure{fault::client, "checkpoint: an upload is begun with a nonce"sv};
    if (intent.part_size != 0) {
      const verdict room = parts_.reserve(size / intent.part_size + (size % intent.part_size != 0 ? 1 : 0));
      if (!room) return room.error();
    }
    intent_ = intent;
    upload_id_.clear();
    parts_.clear();
    return nothing{};
  }
  constexpr result<nothing> name(std::string_view upload_id) {
    if (intent_.nonce.empty() || !upload_id_.empty())
      return failure{fault::client, "checkpoint: an upload is begun, then named, once"sv};
    if (upload_id.empty() || upload_id.size() > upload_id_.capacity())
      return failure{fault::client, "checkpoint: an upload id has 1 to 128 bytes"sv};
    upload_id_.assign(upload_id);
    return nothing{};
  }
  constexpr result<nothing> add(const stored_part& part) {
    if (upload_id_.empty()) return failure{fault::client, "checkpoint: an upload without a name has no parts"sv};
    const verdict judged = parts_.put(part);
    if (!judged) return judged.error();
    return nothing{};
  }
  constexpr void drop(std::uint32_t number) { parts_.drop(number); }
  constexpr void clear() {
    intent_ = {};
    upload_id_.clear();
    parts_.clear();
  }

 private:
  upload_intent intent_ = {};
  upload_id_text upload_id_ = {};
  Parts parts_ = {};
};

}  // namespace upcall
