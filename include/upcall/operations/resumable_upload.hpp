// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/operations/part_upload.hpp>
#include <upcall/operations/put_small.hpp>
#include <upcall/operations/upload_stream.hpp>
#include <upcall/pipeline/deadline.hpp>
#include <upcall/roles/endpoint.hpp>

namespace upcall {

namespace detail {

template <class B>
constexpr source_identity identity_of(B& from) {
  if constexpr (requires { from.identity(); }) {
    return from.identity();
  } else {
    return {.size = from.size()};
  }
}

template <class Policies, sliceable_body B, class Callback = callback_option>
constexpr result<resumable_result_of<Policies>> upload_slices(Policies& with, const subject& about, B& from,
                                                              std::string_view name, std::string_view type,
                                                              const basic_resumable_upload_options<Callback>& options) {
  result<resumable_result_of<Policies>> out{pending{}};
  using keeper = running_policy<typename Policies::template type<role::checkpoint>>;
  const auto plan = plan_parts(from.size(), options.part_size, parts_kept<typename keeper::journal>);
  if (!plan) out.error().set(fault::client, plan.wrong());
  if (!plan || !check_later_requests(with, about, options, out.error())) return out;
  const address to = with.template get<role::endpoint>().where().where;
  auto journal = with.template get<role::checkpoint>().open(
      upload_identity{to.host, to.port, about.bucket, about.key, identity_of(from)}, options.checkpoint, name);
  if (!journal) {
    out.error() = journal.error();
    return out;
  }
  // What an earlier call has begun in parts is gone on with in parts.
  const bool small = from.size() == 0 || from.size() <= options.single_put_up_to.value_or(plan->part_size);
  if (small && journal->intent().nonce.empty()) {
    put_small(with, about, from, type, options, out);
    return out;
  }
  const std::string_view content_type = options.content_type.empty() ? type : options.content_type;
  part_upload<Policies, typename keeper::journal, Callback> upload{
      with, about, *journal, content_type, options, journal->outlives_the_call(), out};
  auto is_same = [&](std::uint64_t crc64) { return has_sum(with, from, crc64); };
  if (!upload.open(journal->source_changed(), from.size(), plan->part_size, is_same)) return out;
  const part_plan cut{from.size(), upload.part_size()};
  upload.run(
      {0, cut.size, 0, cut.count()},
      [&](auto& team, auto& lanes) {
        team.for_each(cut.count(), [&](std::uint32_t index) {
          const std::uint32_t number = index + 1;
          return lanes.store(number, from.slice(cut.begin_of(number), cut.size_of(number)));
        });
      },
      [&] {
        if constexpr (requires { from.changed(); }) {
          return from.changed();
        } else {
          return false;
        }
      },
      [&](std::uint32_t parts) { return parts == cut.count(); });
  return out;
}

}  // namespace detail

// Uploads one object in parts. A call that failed, was paused, or whose process was killed is gone on with by calling
// again; a stream is not, since what it gave is gone. One source may not be uploaded to one object twice at the same
// time.
template <class Policies, class S, class Callback = callback_option>
  requires source<S> || part_stream<S>
constexpr result<resumable_result_of<Policies>> resumable_upload(
    Policies& with, const subject& about, S& from, const basic_resumable_upload_options<Callback>& options) {
  const subject timed = detail::until_deadline(with, about, options.deadline);
  std::string_view name;
  if constexpr (requires { from.name(); }) name = from.name();
  if constexpr (part_stream<S>) {
    using keeper = running_policy<typename Policies::template type<role::checkpoint>>;
    constexpr bool has_room = parts_kept<typename keeper::journal> == most_parts;
    static_assert(
        has_room,
        "resumable_upload: a stream does not say how many parts it has, and this client's checkpoint has room "
        "for a fixed number; upload `upcall::addressed{size, read}`, or put_object `upcall::callable{size, "
        "read}`");
    if constexpr (has_room) {
      return detail::upload_stream(with, timed, from, options);
    } else {
      return failure{};
    }
  } else if constexpr (body<S>) {
    static_assert(sliceable_body<S>,
                  "resumable_upload: this source has no parts that can be read by themselves, which are asked for as "
                  "slice(at, size); a file, a text, a stream and an addressed can be uploaded");
    if constexpr (sliceable_body<S>) {
      return detail::upload_slices(with, timed, from, name, detail::content_type_for(from), options);
    } else {
      return failure{};
    }
  } else {
    auto opened = from.open();
    if (!opened) return opened.error();
    return detail::upload_slices(with, timed, *opened, name, detail::content_type_for(from), options);
  }
}

}  // namespace upcall
