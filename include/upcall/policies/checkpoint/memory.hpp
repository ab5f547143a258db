// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/known_upload.hpp>
#include <upcall/policies/checkpoint/part_table.hpp>
#include <utility>

namespace upcall {

struct memory_checkpoint;

namespace detail {

// A template, so that who keeps no journals in memory does not wait for the compiler.
template <class Key>
class kept_uploads {
 public:
  class journal;

  explicit kept_uploads(const memory_checkpoint&) {}

  result<journal> open(const upload_identity& upload, std::string_view place, std::string_view name);

 private:
  struct kept_upload {
    bool in_use = true;
    source_identity source = {};
    known_upload<part_table> known = {};
  };
  using uploads = std::map<Key, kept_upload, std::less<>>;

  std::mutex mutex_;
  uploads uploads_;  // one that is in use belongs to its journal
};

}  // namespace detail

// Kept in the client: the next call of the same client goes on where one has failed. An upload is known by its host,
// port, bucket, key and place.
struct memory_checkpoint {
  using role = upcall::role::checkpoint;
  using state = detail::kept_uploads<std::string>;
};

template <class Key>
class detail::kept_uploads<Key>::journal {
 public:
  journal(kept_uploads& home, typename uploads::iterator at, const source_identity& source)
      : home_(&home), at_(at), source_(source) {}
  journal(journal&& other) noexcept
      : home_(std::exchange(other.home_, nullptr)), at_(other.at_), source_(other.source_) {}
  journal& operator=(journal&&) = delete;
  ~journal() {
    if (home_ == nullptr) return;
    const std::lock_guard lock{home_->mutex_};
    at_->second.in_use = false;
    if (intent().nonce.empty()) home_->uploads_.erase(at_);
  }

  const upload_intent& intent() const { return known().intent(); }
  static bool outlives_the_call() { return true; }
  bool source_changed() const { return !intent().nonce.empty() && at_->second.source != source_; }
  std::string_view upload_id() const { return known().upload_id(); }
  const stored_part* find(std::uint32_t number) const { return known().find(number); }

  result<nothing> begin(const upload_intent& intent) {
    at_->second.source = source_;
    return known().begin(intent, source_.size);
  }
  result<nothing> name(std::string_view upload_id) { return known().name(upload_id); }
  result<nothing> add(const stored_part& part) { return known().add(part); }
  void drop(std::uint32_t number) { known().drop(number); }
  void forget() { known().clear(); }

 private:
  known_upload<part_table>& known() const { return at_->second.known; }

  kept_uploads* home_;
  typename uploads::iterator at_;
  source_identity source_;
};

template <class Key>
auto detail::kept_uploads<Key>::open(const upload_identity& upload, std::string_view place, std::string_view)
    -> result<journal> {
  Key which;
  for (const std::string_view each : {upload.host, upload.bucket, upload.key}) (which += each) += '\0';
  (which += std::to_string(upload.port)) += place;
  const std::lock_guard lock{mutex_};
  const auto [at, added] = uploads_.try_emplace(std::move(which));
  if (!added && at->second.in_use) {
    return failure{fault::checkpoint_broken, "checkpoint: in use by another upload to this object"sv};
  }
  at->second.in_use = true;
  return journal{*this, at, upload.source};
}

}  // namespace upcall
