// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/operations/initiate_upload.hpp>
#include <upcall/operations/left_behind.hpp>
#include <upcall/operations/part_lanes.hpp>
#include <upcall/operations/resumable_options.hpp>
#include <upcall/operations/resume_upload.hpp>
#include <upcall/operations/upload_nonce.hpp>
#include <upcall/roles/executor.hpp>
#include <upcall/roles/retry.hpp>

namespace upcall::detail {

// One upload in parts, from its journal to the object.
template <class Policies, class Journal>
class part_upload {
 public:
  using outcome = result<resumable_result_of<Policies>>;

  // Whether a later call can go on with it is a matter of the checkpoint policy, and of the source.
  constexpr part_upload(Policies& with, const subject& about, Journal& journal, std::string_view content_type,
                        const resumable_upload_options& options, bool outlives, outcome& out)
      : with_(with),
        about_(about),
        journal_(journal),
        content_type_(content_type),
        options_(options),
        outlives_(outlives),
        out_(out) {}

  // Goes on with what an earlier call has left, or begins. False: out says why, or what is stored already.
  constexpr bool open(bool source_changed, std::uint64_t size, std::uint64_t part_size) {
    // Before there is a name, nothing of the source is uploaded.
    if (source_changed && !journal_.upload_id().empty()) return drop_changed();
    if (!journal_.intent().nonce.empty() && !go_on(size)) return false;
    return (!journal_.upload_id().empty() && !begun_anew_) || begin(part_size);
  }
  constexpr std::uint64_t part_size() const { return journal_.intent().part_size; }

  // Sends the parts and completes them. The lanes say what is left to do, changed() whether the source is another.
  template <class EachPart, class Changed>
  constexpr void run(const upload_progress& whole, EachPart each_part, Changed changed) {
    auto team = with_.template get<role::executor>().team();
    part_lanes<Policies, decltype(team), Journal> lanes{with_, about_, team, journal_, options_, whole, out_.error()};
    each_part(team, lanes);
    if (!lanes.ended_early() && changed()) {
      lanes.fail(failure{fault::file_inconsistent, "the source changed while it was uploaded; upload it again"sv});
    }
    if (lanes.ended_early()) return give_up(lanes.wish());
    complete(lanes.parts_done());
    if (!out_) return;
    out_->parts = lanes.parts_done();
    out_->parts_resumed = lanes.parts_resumed();
    out_->bytes_resumed = lanes.bytes_resumed();
  }

 private:
  constexpr std::string_view nonce() const {
    return options_.without_nonce ? std::string_view{} : journal_.intent().nonce.view();
  }

  constexpr bool drop_changed() {
    const bool dropped = is_aborted(with_, about_, journal_.upload_id());
    if (dropped) end_journal();
    out_.error().set(fault::file_inconsistent,
                     dropped ? "the source changed since its upload began; what was uploaded is deleted: call again to "
                               "upload it as it is"sv
                             : "the source changed since its upload began, which could not be deleted: call again"sv);
    return false;
  }

  // The upload is no more; others of which nobody was told stay on record.
  constexpr void end_journal() {
    const upload_intent intent = journal_.intent();
    if (!intent.others || !journal_.begin(intent)) journal_.forget();
  }

  constexpr bool go_on(std::uint64_t size) {
    // The journal stays until begin() puts another in its place: a kill in between leaves what can be found again.
    const std::string_view id = journal_.upload_id();
    if ((id.empty() || journal_.intent().others) && !look_for_left_behind(id)) return false;
    if (id.empty()) return true;
    const part_plan plan{size, part_size()};
    const auto listed = match_parts(with_, about_, journal_, plan);
    if (listed) return true;
    out_.error() = listed.error();
    if (listed.error().code != "NoSuchUpload") return false;
    return !was_completed(plan);
  }

  // The service does not know the upload. False: all is ready to begin anew.
  constexpr bool was_completed(const part_plan& plan) {
    failure& why = out_.error();
    const settlement found = find_completed(with_, about_, journal_, plan, nonce(), why.stored);
    if (found == settlement::unknown) {
      why.message.assign("what became of the upload of an earlier call cannot be found out: call again"sv);
      return true;
    }
    begun_anew_ = found == settlement::not_stored;
    if (begun_anew_) return false;
    tell_found_before(why.stored);
    return true;
  }
  constexpr void tell_found_before(stored_object stored) {
    if (options_.callback) {
      end_journal();
      out_.error().set(fault::transport,
                       "an earlier call has stored the object, but whether the callback was accepted is not known: ask "
                       "the application server"sv);
      out_.error().outcome_unknown = true;
      out_.error().stored = stored;
      return;
    }
    journal_.forget();
    auto& made = out_.emplace();
    made.status = 200;
    made.size = stored.size;
    made.crc64 = stored.crc64;
    made.etag = stored.etag;
    made.version_id = stored.version_id;
    made.found_stored = true;
    made.left_behind = left_behind_.count;
    made.left_behind_id = left_behind_.last;
  }

  constexpr bool look_for_left_behind(std::string_view but) {
    const auto found = find_left_behind(with_, about_, journal_.intent().begun, but, options_.abort_left_behind);
    if (!found && (found.error().kind != fault::server || is_transient(found.error()))) return refuse(found.error());
    // Whoever may upload may not always list: then there may be one, which is all that can be said.
    left_behind_ = found ? *found : left_behind{1, {}};
    return true;
  }

  constexpr bool begin(std::uint64_t part_size) {
    upload_intent intent{make_nonce(with_, about_), with_.template get<role::clock>().now(), part_size};
    // Those that were found stay on record until a call comes to its end and tells of them.
    intent.others = left_behind_.count != 0;
    if (intent.others) intent.begun = journal_.intent().begun;
    if (const auto kept = journal_.begin(intent); !kept) return refuse(kept.error());
    auto&& room = with_.template get<role::workspace>().lease();
    const auto begun =
        initiate_upload(with_, room, about_, {content_type_, options_.metadata, options_.headers, nonce()});
    if (!begun) {
      // The intent stays where an upload may be without a name: the next call looks for it.
      if (!begun.error().outcome_unknown && !intent.others) journal_.forget();
      return refuse(begun.error());
    }
    if (begun->repeated && !intent.others) {
      intent.others = true;
      if (const auto kept = journal_.begin(intent); !kept) {
        (void)is_aborted(with_, about_, begun->upload_id);
        return refuse(kept.error());
      }
    }
    if (const auto kept = journal_.name(begun->upload_id); !kept) {
      (void)is_aborted(with_, about_, begun->upload_id);
      return refuse(kept.error());
    }
    // Where it cannot be looked for, there may be one.
    if (begun->repeated && !look_for_left_behind(begun->upload_id)) left_behind_ = left_behind{1, {}};
    return true;
  }
  constexpr bool refuse(const failure& why) {
    out_.error() = why;
    return false;
  }

  constexpr void give_up(upload_control::wish wish) {
    using enum upload_control::wish;
    failure& why = out_.error();
    const bool keeps = options_.on_failure == unfinished_upload::kept ||
                       (options_.on_failure == unfinished_upload::usual && outlives_);
    if (wish == pause && outlives_)
      return why.set(fault::paused, "paused: call again with the same source and checkpoint to go on"sv);
    if (wish != go_on) why.set(fault::cancelled, "cancelled; what was uploaded is deleted"sv);
    if (why.code == "NoSuchUpload") return end_journal();
    if (keeps && why.kind != fault::file_inconsistent && why.kind != fault::cancelled) return name_left_behind();
    if (is_aborted(with_, about_, journal_.upload_id())) return end_journal();
    if (wish != go_on) why.message.assign("cancelled; what was uploaded could not be deleted"sv);
    name_left_behind();
  }

  // Where no journal keeps the name of the upload; in front, since a long message is cut.
  constexpr void name_left_behind() {
    if (outlives_) return;
    auto& message = out_.error().message;
    const auto before = message;
    message.assign("left behind: upload id "sv);
    message.append(journal_.upload_id());
    message.append("; "sv);
    message.append(before);
  }

  constexpr void complete(std::uint32_t parts) {
    const upload_id_text id = {journal_.upload_id()};
    auto part_at = [this](std::uint32_t index) -> const stored_part& { return *journal_.find(index + 1); };
    auto done = complete_upload(with_, about_, id, part_list{parts, part_at},
                                {options_.callback, options_.headers, options_.answer, nonce()});
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

  Policies& with_;
  const subject& about_;
  Journal& journal_;
  std::string_view content_type_;
  const resumable_upload_options& options_;
  const bool outlives_;
  outcome& out_;
  bool begun_anew_ = false;
  left_behind left_behind_ = {};
};

}  // namespace upcall::detail
