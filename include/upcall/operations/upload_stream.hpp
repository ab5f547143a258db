// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <upcall/bodies/text.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/operations/part_upload.hpp>
#include <upcall/operations/put_small.hpp>
#include <upcall/roles/endpoint.hpp>
#include <utility>

namespace upcall::detail {

template <class Policies, part_stream S, class Callback = callback_option>
constexpr result<resumable_result_of<Policies>> upload_stream(Policies& with, const subject& about, S& from,
                                                              const basic_resumable_upload_options<Callback>& options) {
  result<resumable_result_of<Policies>> out{pending{}};
  const auto plan = plan_parts(0, options.part_size);
  std::string_view wrong = plan.wrong();
  if (wrong.empty() && !options.checkpoint.empty())
    wrong = "checkpoint: a stream cannot be gone on with by a later call; leave it out"sv;
  if (wrong.empty() && plan->part_size > std::numeric_limits<std::size_t>::max())
    wrong = "part_size: larger than the memory that this machine can address"sv;
  if (!wrong.empty()) out.error().set(fault::client, wrong);
  if constexpr (requires { from.rewind(); }) {
    if (wrong.empty() && !from.rewind()) {
      wrong = read_before;
      out.error().set(fault::file_inconsistent, wrong);
    }
  }
  if (!wrong.empty() || !check_later_requests(with, about, options, out.error())) return out;
  const auto size = static_cast<std::size_t>(plan->part_size);
  auto first = from.next(size);
  if (!first) {
    out.error() = first.error();
    return out;
  }
  if (!*first || (from.ended() && (*first)->size <= options.single_put_up_to.value_or(size))) {
    text whole = *first ? (*first)->view() : text{""};
    put_small(with, about, whole, any_content_type, options, out);
    return out;
  }
  const address to = with.template get<role::endpoint>().where().where;
  auto journal = with.template get<role::checkpoint>().open(
      upload_identity{to.host, to.port, about.bucket, about.key, {}}, {}, {});
  if (!journal) {
    out.error() = journal.error();
    return out;
  }
  // Of a file that was uploaded to this object, by a client that keeps checkpoints in memory.
  if (!journal->upload_id().empty() && end_upload(with, about, journal->upload_id()) != upload_ending::failed)
    journal->forget();
  using keeper = running_policy<typename Policies::template type<role::checkpoint>>;
  const std::string_view type = options.content_type.empty() ? any_content_type : options.content_type;
  part_upload<Policies, typename keeper::journal, Callback> upload{with, about, *journal, type, options, false, out};
  if (!upload.open(false, 0, plan->part_size, [](std::uint64_t) { return false; })) return out;
  upload.run(
      {},
      [&](auto& team, auto& lanes) {
        team.for_each(most_parts + 1, [&](std::uint32_t index) {
          auto part = index == 0 ? std::move(first) : from.next(size);
          if (!part) return lanes.fail(part.error());
          if (!*part) return false;
          if ((*part)->number > most_parts)
            return lanes.fail({fault::client, "part_size: the stream has more than 10,000 parts; give larger ones"sv});
          const bool go_on = lanes.store((*part)->number, (*part)->view());
          from.give_back(*std::move(*part));
          return go_on;
        });
      },
      [] { return false; }, [&](std::uint32_t) { return from.ended(); });
  return out;
}

}  // namespace upcall::detail
