// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/function_ref.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/part_lanes.hpp>
#include <upcall/operations/recorded_upload.hpp>
#include <upcall/operations/resumable_options.hpp>
#include <upcall/operations/resume_upload.hpp>
#include <upcall/roles/executor.hpp>
#include <upcall/roles/retry.hpp>

namespace upcall::detail {

// One upload in parts, from its journal to the object.
template <class Policies, class Journal, class Callback = callback_option>
class part_upload : recorded_upload<Policies, Journal, Callback> {
  using base = recorded_upload<Policies, Journal, Callback>;
  using base::about_, base::begun_anew_, base::journal_, base::left_behind_, base::options_, base::out_,
      base::outlives_, base::unlisted_, base::with_;
  using base::begin, base::end_journal, base::look_for_left_behind, base::name_left_behind, base::nonce,
      base::with_callback;

 public:
  using base::base;

  // Goes on with what an earlier call has left, or begins; is_same(crc64) says whether the source still is what has
  // this checksum. False: out says why, or what is stored already.
  [[gnu::noinline]] constexpr bool open(bool source_changed, std::uint64_t size, std::uint64_t part_size,
                                        function_ref<bool(std::uint64_t)> is_same) {
    // Before there is a name, nothing of the source is uploaded.
    if (source_changed && !journal_.upload_id().empty()) return drop_changed();
    if (!journal_.intent().nonce.empty() && !go_on(size, is_same)) return false;
    return (!journal_.upload_id().empty() && !begun_anew_) || begin(part_size);
  }
  constexpr std::uint64_t part_size() const { return journal_.intent().part_size; }

  // Sends the parts and completes them. The lanes say what is left to do, changed() whether the source is another.
  template <class EachPart, class Changed, class IsWhole>
  constexpr void run(const upload_progress& whole, EachPart each_part, Changed changed, IsWhole is_whole) {
    open_upload left_open{*this};
    auto team = with_.template get<role::executor>().team();
    part_lanes<Policies, decltype(team), Journal, Callback> lanes{with_,    about_, team,        journal_,
                                                                  options_, whole,  out_.error()};
    each_part(team, lanes);
    if (!lanes.ended_early() && changed()) {
      lanes.fail(failure{fault::file_inconsistent, "the source changed while it was uploaded; upload it again"sv});
    }
    // An executor that leaves parts out must not make a shorter object.
    if (!lanes.ended_early() && !is_whole(lanes.parts_done()))
      lanes.fail(failure{fault::client, "executor: not every part was sent; it must call the job for each"sv});
    left_open.abandons = false;
    if (lanes.ended_early()) return give_up(lanes.wish());
    complete(lanes.parts_done());
    if (!out_) return;
    out_->parts = lanes.parts_done();
    out_->parts_resumed = lanes.parts_resumed();
    out_->bytes_resumed = lanes.bytes_resumed();
  }

 private:
  // What a progress function or a source throws must not leave an upload behind of which nobody knows.
  struct open_upload {
    part_upload& of;
    bool abandons = true;
    constexpr ~open_upload() {
      if (abandons && !of.outlives_) (void)end_upload(of.with_, of.about_, of.journal_.upload_id());
    }
  };

  [[gnu::noinline]] constexpr bool drop_changed() {
    const upload_ending was = end_upload(with_, about_, journal_.upload_id());
    if (was != upload_ending::failed) end_journal();
    std::string_view sentence =
        "the source changed since its upload began; what was uploaded is deleted: call again to upload it as it is"sv;
    if (was == upload_ending::gone)
      sentence = "the source changed since its upload began, which had ended: what was there before may be stored"sv;
    if (was == upload_ending::failed)
      sentence = "the source changed since its upload began, which could not be deleted: call again"sv;
    out_.error().set(fault::file_inconsistent, sentence);
    return false;
  }

  [[gnu::noinline]] constexpr bool go_on(std::uint64_t size, function_ref<bool(std::uint64_t)> is_same) {
    // The journal stays until begin() puts another in its place: a kill in between leaves what can be found again.
    const std::string_view id = journal_.upload_id();
    if ((id.empty() || journal_.intent().others) && !look_for_left_behind(id)) return false;
    if (id.empty()) return true;
    const part_plan plan{size, part_size()};
    const auto listed = match_parts(with_, about_, journal_, plan);
    if (listed) return true;
    out_.error() = listed.error();
    if (listed.error().code == "NoSuchUpload") return !was_completed(plan, is_same);
    // Then what the journal says must do.
    unlisted_ = cannot_be_listed(listed.error());
    return unlisted_;
  }

  // The service does not know the upload. False: all is ready to begin anew.
  [[gnu::noinline]] constexpr bool was_completed(const part_plan& plan, function_ref<bool(std::uint64_t)> is_same) {
    failure& why = out_.error();
    const settlement found = find_completed(with_, about_, journal_, plan, nonce(), why.stored);
    if (found == settlement::unknown) {
      why.outcome_unknown = true;
      why.judge_callback(with_callback());
      why.message.assign(
          "what became of the upload of an earlier call cannot be found out: call again; where that does not help, "
          "look for the object yourself and delete the checkpoint"sv);
      return true;
    }
    // An earlier call has stored what was there then. Its callback is another matter.
    const bool other = !with_callback() && !(why.stored.has_crc64 && is_same(why.stored.crc64));
    begun_anew_ = found == settlement::not_stored || other;
    if (begun_anew_) return false;
    tell_found_before(why.stored);
    return true;
  }
  constexpr void tell_found_before(stored_object stored) {
    if (with_callback()) {
      end_journal();
      out_.error().set(fault::transport,
                       "an earlier call has stored the object, but whether the callback was accepted is not known: ask "
                       "the application server"sv);
      out_.error().outcome_unknown = true;
      out_.error().stored = stored;
      out_.error().judge_callback(true);
      return;
    }
    auto& made = out_.emplace();
    set_found(made, stored);
    made.upload_id.assign(journal_.upload_id());
    made.parts = made.parts_resumed = part_plan{stored.size, part_size()}.count();
    made.bytes_resumed = stored.size;
    journal_.forget();
    made.left_behind = left_behind_.count;
    made.left_behind_id = left_behind_.last;
  }

  [[gnu::noinline]] constexpr void give_up(upload_control::wish wish) {
    using enum upload_control::wish;
    failure& why = out_.error();
    // Where the journal may be wrong and cannot be compared, only a new beginning helps.
    const bool useless = unlisted_ && why.code == "InvalidPart";
    const bool keeps = options_.on_failure == unfinished_upload::kept ||
                       (options_.on_failure == unfinished_upload::usual && outlives_);
    if (wish == pause && outlives_)
      return why.set(fault::paused, "paused: call again with the same source and checkpoint to go on"sv);
    if (wish != go_on) why.set(fault::cancelled, "cancelled; what was uploaded is deleted"sv);
    if (why.code == "NoSuchUpload") return end_journal();
    if (keeps && !useless && why.kind != fault::file_inconsistent && why.kind != fault::cancelled)
      return name_left_behind();
    if (end_upload(with_, about_, journal_.upload_id()) != upload_ending::failed) return end_journal();
    if (wish != go_on) why.message.assign("cancelled; what was uploaded could not be deleted"sv);
    name_left_behind();
  }

  [[gnu::noinline]] constexpr void complete(std::uint32_t parts) {
    const upload_id_text id = {journal_.upload_id()};
    auto part_at = [this](std::uint32_t index) -> const stored_part& { return *journal_.find(index + 1); };
    auto done = complete_upload(with_, about_, id, part_list{parts, part_at},
                                basic_complete_upload_options<Callback>{options_.callback, options_.headers,
                                                                        options_.answer, nonce(), options_.settings});
    if (done) {
      journal_.forget();
      auto& made = out_.emplace();
      static_cast<complete_result_of<Policies>&>(made) = *done;
      made.upload_id = id;
      made.begun_anew = begun_anew_;
      made.left_behind = left_behind_.count;
      made.left_behind_id = left_behind_.last;
      return;
    }
    failure& why = out_.error();
    why = done.error();
    // What is stored is over, also when its callback failed. Nobody aborts what may be completed at this moment.
    if (why.kind == fault::callback) return journal_.forget();
    if (why.stored.known) return end_journal();
    if (why.outcome_unknown) return name_left_behind();
    give_up(upload_control::wish::go_on);
  }
};

}  // namespace upcall::detail
