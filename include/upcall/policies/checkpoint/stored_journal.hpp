// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/generation_header.hpp>
#include <upcall/policies/checkpoint/inline.hpp>
#include <upcall/policies/checkpoint/journal_slots.hpp>
#include <upcall/policies/checkpoint/known_upload.hpp>
#include <upcall/policies/checkpoint/upload_sums.hpp>
#include <utility>

namespace upcall {

// What is known of an upload, in memory and in a store that outlives a loss of power. Each upload is a generation of
// the journal; it is written into the half that the one before is not in, and its header last: until that is whole, the
// one before counts. One that is over says so. Where a half is full, what is known is written anew, as a generation.
template <std::size_t Parts, journal_store Store>
class stored_journal {
  using slots = journal_slots<Store>;
  using kind = journal_record::kind;

  // In front of a half; behind it so many of a name at most, those of the parts, and one of the end.
  static constexpr std::uint32_t header_slots = 2, name_slots = 3;

 public:
  static constexpr std::uint32_t most_parts = Parts;
  // Of the smallest store.
  static constexpr std::uint32_t bytes = 2 * (header_slots + name_slots + most_parts + 1) * slots::size;

  // Until it ends, in_use keeps others out.
  constexpr stored_journal(Store& store, bool& in_use, const upload_identity& upload)
      : slots_(store), in_use_(&in_use), size_(upload.source.size), about_(upload) {
    in_use = true;
  }
  constexpr stored_journal(stored_journal&& other) noexcept
      : slots_(other.slots_),
        in_use_(std::exchange(other.in_use_, nullptr)),
        size_(other.size_),
        about_(other.about_),
        generation_(other.generation_),
        used_(other.used_),
        open_(other.open_),
        source_changed_(other.source_changed_),
        known_(other.known_) {}
  stored_journal& operator=(stored_journal&&) = delete;
  constexpr ~stored_journal() {
    if (in_use_ != nullptr) *in_use_ = false;
  }

  // What an earlier call has left, before anything else.
  [[gnu::noinline]] constexpr result<nothing> read() {
    result<nothing> out{pending{}};
    generation_header found;
    const std::uint32_t first = read_header(0, found);
    generation_ = read_header(1, found);
    if (first > generation_) generation_ = read_header(0, found);
    const bool good = generation_ == 0 ? has_no_records() : read_records(found.intent) && ends_with_it();
    std::string_view wrong;
    if (!good) {
      wrong = "damaged, or no journal of this version; erase the store to begin anew"sv;
    } else if (open_ && found.about.object != about_.object) {
      wrong = "of another object, which is not finished; go on with that one, or erase the store"sv;
    } else if (open_ && found.about.endpoint != about_.endpoint) {
      wrong = "of another endpoint, and not finished; go on with that one, or erase the store"sv;
    }
    if (!slots_.readable()) wrong = "the store cannot be read"sv;
    source_changed_ = open_ && found.about.source != about_.source;
    if (wrong.empty()) {
      out.emplace();
    } else {
      refuse(out.error(), wrong);
    }
    return out;
  }

  constexpr const upload_intent& intent() const { return known_.intent(); }
  static constexpr bool outlives_the_call() { return true; }
  constexpr bool source_changed() const { return source_changed_; }
  constexpr std::string_view upload_id() const { return known_.upload_id(); }
  constexpr const stored_part* find(std::uint32_t number) const { return known_.find(number); }

  [[gnu::noinline]] constexpr result<nothing> begin(const upload_intent& intent) {
    auto begun = known_.begin(intent, size_);
    if (!begun) return begun;
    source_changed_ = false;
    if (!write_anew()) {
      known_.clear();
      say_not_written(begun);
    }
    return begun;
  }
  [[gnu::noinline]] constexpr result<nothing> name(std::string_view upload_id) {
    auto named = known_.name(upload_id);
    if (named && !append({kind::name, {upload_id}})) say_not_written(named);
    return named;
  }
  [[gnu::noinline]] constexpr result<nothing> add(const stored_part& part) {
    auto added = known_.add(part);
    if (added && !append(record_of(part))) {
      known_.drop(part.number);
      say_not_written(added);
    }
    return added;
  }
  constexpr void drop(std::uint32_t number) { known_.drop(number); }
  [[gnu::noinline]] constexpr void forget() {
    known_.clear();
    source_changed_ = false;
    // Its last slot may have been lost to a failure of power.
    if (open_ && used_ == slots_.count()) write_anew();
    end_generation();
  }

 private:
  // The generation in this half; 0: there is none. Before its header is read it is not known: the slots of that are the
  // half's.
  constexpr std::uint32_t read_header(std::uint32_t half, generation_header& to) {
    journal_record record;
    return slots_.read(half, 0, record) && to.take(record) ? to.generation : 0;
  }

  constexpr bool read_records(const upload_intent& intent) {
    open_ = known_.begin(intent, 0).has_value();
    used_ = header_slots;
    bool good = true;
    journal_record record;
    for (std::uint32_t slot = header_slots; slot != slots_.count(); ++slot) {
      if (slots_.is_blank(generation_, slot)) continue;
      used_ = slot + 1;
      if (slots_.read(generation_, slot, record) && !take(record)) good = false;
    }
    return good || !open_;
  }
  constexpr bool take(const journal_record& record) {
    if (record.what == kind::name) return known_.name(record.content).has_value();
    if (record.what == kind::over) {
      open_ = false;
      known_.clear();
      return true;
    }
    return record.what == kind::part && record.content.size() >= journal_record::before_etag &&
           known_.add(part_of(record)).has_value();
  }
  // Records without a header are those of a header that was damaged.
  constexpr bool has_no_records() {
    generation_ = 1;
    for (std::uint32_t half = 0; half != 2; ++half) {
      for (std::uint32_t slot = header_slots; slot < slots_.count(); ++slot) {
        if (!slots_.is_blank(half, slot)) return false;
      }
    }
    return true;
  }
  // Records of the next generation: where this one is over, their header was damaged; else it was being written anew.
  constexpr bool ends_with_it() {
    bool goes_on = false;
    journal_record record;
    for (std::uint32_t slot = header_slots; slot != slots_.count(); ++slot) {
      if (!slots_.read(generation_ + 1, slot, record)) continue;
      if (record.what == kind::over) return true;
      goes_on = true;
    }
    return !goes_on || (open_ && slots_.erase(generation_ + 1));
  }

  constexpr bool append(const journal_record& record) {
    const std::uint32_t at = used_;
    if (at + record.slots() >= slots_.count()) return write_anew();
    used_ += record.slots();
    return slots_.write(generation_, at, record);
  }
  constexpr bool write_anew() {
    const std::uint32_t next = generation_ + 1;
    std::uint32_t slot = header_slots;
    const auto write = [&](const journal_record& record) {
      const std::uint32_t at = slot;
      slot += record.slots();
      return slots_.write(next, at, record);
    };
    if (!slots_.erase(next) || (!upload_id().empty() && !write({kind::name, {upload_id()}}))) return false;
    for (std::uint32_t number = 1; number <= most_parts; ++number) {
      if (const stored_part* part = find(number); part != nullptr && !write(record_of(*part))) return false;
    }
    if (!slots_.write(next & 1, 0, generation_header{next, intent(), about_}.record())) return false;
    end_generation();
    generation_ = next;
    used_ = slot;
    open_ = true;
    return true;
  }
  constexpr void end_generation() {
    if (open_ && used_ != slots_.count()) (void)slots_.write(generation_, used_++, {kind::over});
    open_ = false;
  }

  static constexpr void say_not_written(result<nothing>& to) {
    to.fail(fault::client, "checkpoint: the store cannot be written"sv);
  }
  constexpr void refuse(failure& to, std::string_view why) const {
    to.set(fault::checkpoint_broken, "checkpoint: "sv);
    to.message.append(why);
    if (upload_id().empty()) return;
    to.message.append("; its upload id is "sv);
    to.message.append(upload_id());
  }

  slots slots_;
  bool* in_use_;
  std::uint64_t size_;
  upload_sums about_;
  std::uint32_t generation_ = 0;
  std::uint32_t used_ = 0;  // slots, of this generation's half
  bool open_ = false;       // the store has a generation that is not over
  bool source_changed_ = false;
  known_upload<detail::inline_part_table<Parts>> known_ = {};
};

}  // namespace upcall
