// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/operations/abort_upload.hpp>
#include <upcall/operations/list_uploads.hpp>
#include <upcall/roles/errors.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall::detail {

// Uploads of exactly one object, begun since a moment: what a kill between Initiate and its answer leaves.
struct left_behind {
  std::uint32_t count = 0;
  upload_id_text last = {};
};

// The service's clock and ours may be 15 minutes apart, else it takes no request of ours.
inline constexpr std::int64_t most_clock_skew = 15 * 60;

template <class Policies>
constexpr result<left_behind> find_left_behind(Policies& with, const subject& about, timestamp since,
                                               std::string_view but) {
  left_behind out;
  auto&& room = with.template get<role::workspace>().lease();
  auto keep = [&](const listed_upload& each) {
    if (each.key != about.key || each.upload_id == but || each.begun.seconds < since.seconds - most_clock_skew) return;
    ++out.count;
    out.last.assign(each.upload_id);
  };
  const auto listed = list_uploads(with, room, about.bucket, about.key, keep);
  if (!listed) return listed.error();
  return out;
}

template <class Policies>
constexpr bool is_aborted(Policies& with, const subject& about, std::string_view upload_id) {
  auto&& room = with.template get<role::workspace>().lease();
  const auto done = abort_upload(with, room, about, upload_id);
  return done || done.error().status == 404;
}

// Aborts them, the last first, since a list may be read only to its end.
template <class Policies>
constexpr void abort_left_behind(Policies& with, const subject& about, timestamp since, std::string_view but,
                                 left_behind first) {
  for (std::uint32_t left = first.count; left != 0 && is_aborted(with, about, first.last); --left) {
    if (left == 1) return;
    const auto next = find_left_behind(with, about, since, but);
    if (!next || next->count == 0) return;
    first = *next;
  }
}

}  // namespace upcall::detail
