// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/callback/misplaced.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/complete_upload.hpp>
#include <upcall/operations/initiate_upload.hpp>
#include <upcall/operations/upload_nonce.hpp>
#include <upcall/operations/upload_part.hpp>
#include <upcall/operations/upload_session.hpp>
#include <utility>

namespace upcall {

struct begin_session_options {
  misplaced_callback callback = {};
  std::string_view content_type = {};  // else application/octet-stream
  field_list metadata = {};
  field_list headers = {};
  std::uint64_t part_size = 0;    // as of resumable_upload
  settings_option settings = {};  // given with parts and Complete as well, each takes what belongs to it
};

// Begins an upload of an object of this size, by parts of many machines.
template <class Policies>
constexpr result<upload_session> begin_session(Policies& with, const subject& about, std::uint64_t size,
                                               const begin_session_options& options) {
  const auto plan = plan_parts(size, options.part_size);
  if (!plan) return plan.error();
  if (size == 0) return failure{fault::client, "session: an empty object has no parts; put_object uploads it"sv};
  result<upload_session> out{pending{}};
  const inline_string<32> nonce = make_nonce(with, about);
  auto&& room = with.template get<role::workspace>().lease();
  const auto begun = initiate_upload(with, room, about,
                                     {.content_type = options.content_type,
                                      .metadata = options.metadata,
                                      .headers = options.headers,
                                      .nonce = nonce,
                                      .settings = options.settings});
  if (!begun) {
    out.error() = begun.error();
  } else {
    out.emplace(upload_session{1, {about.bucket}, {about.key}, begun->upload_id, size, plan->part_size, nonce});
  }
  return out;
}

namespace detail {

template <class Policies, class S>
constexpr result<stored_part> upload_session_part(Policies& with, const upload_session& session, std::uint32_t number,
                                                  S& from, const upload_part_options& options) {
  const part_plan plan = session.plan();
  if (number == 0 || number > plan.count())
    return failure{fault::client, "part: its number is 1 to the number of parts of the session"sv};
  if (from.size() != session.size)
    return failure{fault::file_inconsistent, "the source has another size than the session's object"sv};
  auto slice = from.slice(plan.begin_of(number), plan.size_of(number));
  return upload_part(with, {session.bucket, session.key}, session.upload_id, number, slice, options);
}

}  // namespace detail

// Uploads one part of a source that holds the whole object.
template <class Policies, source S>
constexpr result<stored_part> upload_part(Policies& with, const upload_session& session, std::uint32_t number, S& from,
                                          const upload_part_options& options) {
  if constexpr (body<S>) {
    static_assert(sliceable_body<S>,
                  "upload_part: of this source no part can be read by itself, which is asked for as "
                  "slice(at, size); a file or a text can be uploaded");
    if constexpr (sliceable_body<S>) {
      return detail::upload_session_part(with, session, number, from, options);
    } else {
      return failure{};
    }
  } else {
    auto opened = from.open();
    if (!opened) return opened.error();
    return detail::upload_session_part(with, session, number, *opened, options);
  }
}

namespace detail {

// Swaps each receipt to the place that its number names, and those that came twice behind the last. What is wrong:
// empty where the first plan.count() are one of each part.
constexpr std::string_view put_in_order(std::span<stored_part> receipts, const part_plan& plan) {
  std::size_t left = receipts.size(), at = 0;
  while (at != left) {
    stored_part& here = receipts[at];
    const std::size_t home = std::size_t{here.number} - 1;  // of the number 0: beyond all
    if (home >= plan.count() || home >= left) break;
    stored_part& there = receipts[home];
    if (home == at) {
      if (here.size != plan.size_of(here.number)) return "receipts: a part has another size than the session's"sv;
      ++at;
    } else if (there.number != here.number) {
      std::swap(here, there);
    } else if (there == here) {
      std::swap(here, receipts[--left]);
    } else {
      return "receipts: of a part there are two, and they differ; list_parts tells more"sv;
    }
  }
  return at == plan.count() ? ""sv : "receipts: one of each part of the session is wanted"sv;
}

}  // namespace detail

// Makes the object of its parts, whose receipts come in any order, also more than once; they are sorted where they lie.
// Completing twice gives one object, and says so: result::found_stored.
template <class Policies, class Callback = callback_option>
constexpr result<complete_result_of<Policies>> complete_upload(Policies& with, const upload_session& session,
                                                               std::span<stored_part> receipts,
                                                               const basic_complete_upload_options<Callback>& options) {
  const std::string_view wrong = detail::put_in_order(receipts, session.plan());
  if (!wrong.empty()) return failure{fault::client, wrong};
  basic_complete_upload_options<Callback> named = options;
  if (named.nonce.empty()) named.nonce = session.nonce;
  auto part_at = [receipts](std::uint32_t index) -> const stored_part& { return receipts[index]; };
  return complete_upload(with, {session.bucket, session.key}, session.upload_id, {session.plan().count(), part_at},
                         named);
}

}  // namespace upcall
