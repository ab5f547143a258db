// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/core/shared_value.hpp>
#include <upcall/operations/resumable_options.hpp>
#include <upcall/operations/upload_part.hpp>
#include <upcall/roles/checkpoint.hpp>
#include <upcall/roles/crypto.hpp>
#include <upcall/roles/errors.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall::detail {

// What the lanes of one upload share: how far it is, and why it must end. The first failure is the one that is told.
template <class Policies, class Team, class Journal, class Callback = callback_option>
class part_lanes {
 public:
  constexpr part_lanes(Policies& with, const subject& about, Team& team, Journal& journal,
                       const basic_resumable_upload_options<Callback>& options, const upload_progress& whole,
                       failure& why)
      : with_(with), about_(about), team_(team), journal_(journal), options_(options), progress_(whole), why_(why) {}

  // Uploads one part, or finds that it is stored already. False: no more parts.
  template <class Slice>
  [[gnu::noinline]] constexpr bool store(std::uint32_t number, Slice&& slice) {
    if (stops()) return false;
    std::uint64_t counted = 0;
    if (is_stored(number, slice, counted)) return finish_part();
    if (stops()) return false;
    // 0 is told before another attempt.
    auto follow = [this, &counted](std::uint64_t done, std::uint64_t) {
      return (done != 0 || !stops()) && count(counted, done);
    };
    const auto sent = upload_part(
        with_, about_, journal_.upload_id(), number, slice,
        upload_part_options{.headers = options_.headers, .progress = follow, .settings = options_.settings});
    if (!sent) return fail(sent.error(), counted);
    result<nothing> kept = nothing{};
    team_.alone([&] { kept = journal_.add(*sent); });
    if (!kept) return fail(kept.error(), counted);
    return finish_part();
  }
  constexpr bool fail(const failure& why, std::uint64_t counted = 0) {
    team_.alone([&] {
      in_flight_ -= counted;
      if (!stops()) why_ = why;
      why_.outcome_unknown = false;  // a part that may be stored, or is, is no object
      why_.stored.known = false;
      if (why.kind == fault::file_inconsistent) cut_ = true;
      stopped_ = true;
    });
    return false;
  }

  // After all lanes have ended.
  constexpr bool ended_early() { return stops(); }
  // What the caller wants. Wanted once it stays wanted: lanes that have seen it have left parts undone.
  constexpr upload_control::wish wish() {
    using enum upload_control::wish;
    if (wish_ == go_on && options_.control != nullptr) {
      const upload_control::wish now = options_.control->wanted();
      if (now != go_on) wish_ = now;
    }
    return wish_;
  }
  constexpr std::uint32_t parts_done() const { return progress_.parts_done; }
  constexpr std::uint32_t parts_resumed() const { return parts_resumed_; }
  constexpr std::uint64_t bytes_resumed() const { return bytes_resumed_; }

 private:
  // No part is begun or sent again.
  constexpr bool stops() { return stopped_ || wish() != upload_control::wish::go_on; }
  // What is under way is given up, too.
  constexpr bool cuts() { return cut_ || wish() != upload_control::wish::go_on; }

  // A part of an earlier call counts when the service has it and the source still has the same bytes there.
  template <class Slice>
  constexpr bool is_stored(std::uint32_t number, Slice& slice, std::uint64_t& counted) {
    bool known = false;
    std::uint64_t crc64 = 0;
    team_.alone([&] {
      const stored_part* part = journal_.find(number);
      known = part != nullptr && part->size == slice.size();
      if (known) crc64 = part->crc64;
    });
    if (!known) return false;
    const bool same = sum_of(slice, counted) == crc64;
    team_.alone([&] {
      if (same) {
        ++parts_resumed_;
        bytes_resumed_ += slice.size();
      } else {
        in_flight_ -= counted;
        counted = 0;
        journal_.drop(number);
      }
    });
    return same && slice.rewind();
  }
  template <class Slice>
  constexpr std::uint64_t sum_of(Slice& slice, std::uint64_t& counted) {
    typename Policies::template type<role::crypto>::crc64 sum;
    auto&& room = with_.template get<role::workspace>().lease();
    const std::span<char> piece{room.head};
    std::uint64_t done = 0;
    while (done != slice.size()) {
      const auto got = slice.read(piece);
      if (!got || *got == 0) {
        fail(got ? failure{fault::file_inconsistent, "the source ended before its size: was it cut?"sv} : got.error());
        break;
      }
      write(sum, std::string_view{piece.data(), *got});
      done += *got;
      if (!count(counted, done)) break;
    }
    slice.rewind();
    // Not the whole: no sum of it.
    return done == slice.size() ? sum.value() : ~sum.value();
  }

  // False: the part that is under way is given up.
  constexpr bool count(std::uint64_t& counted, std::uint64_t done) {
    team_.alone([&] {
      in_flight_ += done - counted;
      counted = done;
      tell(false);
    });
    return !cuts();
  }
  constexpr bool finish_part() {
    team_.alone([&] {
      ++progress_.parts_done;
      tell(true);
    });
    return !stops();
  }
  constexpr void tell(bool part_done) {
    const bool further = in_flight_ > progress_.done;
    if (further) progress_.done = in_flight_;
    if (!options_.progress || wish_ != upload_control::wish::go_on || !(further || part_done)) return;
    if (!options_.progress(progress_)) wish_ = upload_control::wish::cancel;
  }

  Policies& with_;
  const subject& about_;
  Team& team_;
  Journal& journal_;
  const basic_resumable_upload_options<Callback>& options_;
  upload_progress progress_;
  failure& why_;
  std::uint64_t in_flight_ = 0;  // bytes of all parts, done or under way
  std::uint32_t parts_resumed_ = 0;
  std::uint64_t bytes_resumed_ = 0;
  shared_value<bool> stopped_ = false, cut_ = false;
  shared_value<upload_control::wish> wish_ = upload_control::wish::go_on;
};

}  // namespace upcall::detail
