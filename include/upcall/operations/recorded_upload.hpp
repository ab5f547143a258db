// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/operations/initiate_upload.hpp>
#include <upcall/operations/left_behind.hpp>
#include <upcall/operations/noted_moment.hpp>
#include <upcall/operations/resumable_options.hpp>
#include <upcall/operations/upload_nonce.hpp>
#include <upcall/roles/checkpoint.hpp>
#include <upcall/roles/retry.hpp>

namespace upcall::detail {

// An upload in parts and its journal: how it is begun, and that none is left behind without a name.
template <class Policies, class Journal, class Callback = callback_option>
class recorded_upload {
 public:
  using outcome = result<resumable_result_of<Policies>>;

  // Whether a later call can go on with it is a matter of the checkpoint policy, and of the source.
  constexpr recorded_upload(Policies& with, const subject& about, Journal& journal, std::string_view content_type,
                            const basic_resumable_upload_options<Callback>& options, bool outlives, outcome& out)
      : with_(with),
        about_(about),
        journal_(journal),
        content_type_(content_type),
        options_(options),
        outlives_(outlives),
        out_(out) {}

 protected:
  // As the upload was begun with, whatever this call wants.
  constexpr std::string_view nonce() const {
    return journal_.intent().unmarked ? std::string_view{} : journal_.intent().nonce.view();
  }

  // The upload is no more; others of which nobody was told stay on record.
  constexpr void end_journal() {
    const upload_intent intent = journal_.intent();
    if (!intent.others || !journal_.begin(intent)) journal_.forget();
  }

  constexpr bool with_callback() const {
    for (const field& each : options_.headers) {
      if (equal_ignoring_case(each.name, "x-oss-callback"sv)) return true;
    }
    return static_cast<bool>(options_.callback);
  }
  constexpr bool look_for_left_behind(std::string_view but) {
    const auto found = find_left_behind(with_, about_, journal_.intent().begun, but, options_.abort_left_behind);
    if (!found && !cannot_be_listed(found.error())) return refuse(found.error());
    // There may be one, which is all that can be said.
    left_behind_ = found ? *found : left_behind{1, {}};
    return true;
  }

  constexpr bool begin(std::uint64_t part_size) {
    upload_intent intent{make_nonce(with_, about_), with_.template get<role::clock>().now(), part_size};
    intent.unmarked = options_.without_nonce;
    // Those that were found stay on record until a call comes to its end and tells of them.
    intent.others = left_behind_.count != 0;
    if (intent.others) intent.begun = journal_.intent().begun;
    if (const auto kept = journal_.begin(intent); !kept) return refuse(kept.error());
    auto&& room = with_.template get<role::workspace>().lease();
    const auto begun = initiate_upload(with_, room, about_,
                                       {.content_type = content_type_,
                                        .metadata = options_.metadata,
                                        .headers = options_.headers,
                                        .nonce = nonce(),
                                        .settings = options_.settings},
                                       body_of_initiate(with_.template get<role::clock>(), journal_));
    if (!begun) {
      // The intent stays where an upload may be without a name: the next call looks for it.
      if (!begun.error().outcome_unknown && !intent.others) journal_.forget();
      return refuse(begun.error());
    }
    if (begun->repeated && !intent.others) {
      intent.others = true;
      if (const auto kept = journal_.begin(intent); !kept) {
        (void)end_upload(with_, about_, begun->upload_id);
        return refuse(kept.error());
      }
    }
    if (const auto kept = journal_.name(begun->upload_id); !kept) {
      (void)end_upload(with_, about_, begun->upload_id);
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

  Policies& with_;
  const subject& about_;
  Journal& journal_;
  std::string_view content_type_;
  const basic_resumable_upload_options<Callback>& options_;
  const bool outlives_;
  outcome& out_;
  bool begun_anew_ = false;
  bool unlisted_ = false;  // the journal's parts were not compared with the service's
  left_behind left_behind_ = {};
};

}  // namespace upcall::detail
