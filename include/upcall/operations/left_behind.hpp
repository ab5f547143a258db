// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/operations/sweep.hpp>
#include <upcall/roles/retry.hpp>

namespace upcall::detail {

// Uploads of exactly one object, begun since a moment: what a kill between Initiate and its answer leaves.
struct left_behind {
  std::uint32_t count = 0;
  upload_id_text last = {};
};

// Whoever may upload may not always list; and a workspace may be too small for a list. Neither keeps from uploading.
constexpr bool cannot_be_listed(const failure& why) {
  return why.kind == fault::client || (why.kind == fault::server && !is_transient(why));
}

// The service's clock and ours may be 15 minutes apart, else it takes no request of ours.
inline constexpr std::int64_t most_clock_skew = 15 * 60;

template <class Policies>
constexpr result<left_behind> find_left_behind(Policies& with, const subject& about, timestamp since,
                                               std::string_view but, bool abort) {
  left_behind out;
  const auto is_one = [&](const listed_upload& each) {
    return each.key == about.key && each.upload_id != but && each.begun.seconds >= since.seconds - most_clock_skew;
  };
  auto keep = [&](const listed_upload& each) {
    if (!is_one(each)) return;
    ++out.count;
    out.last.assign(each.upload_id);
  };
  {
    auto&& room = with.template get<role::workspace>().lease();
    const auto listed = list_uploads(with, room, about.bucket, about.key, keep);
    if (!listed) return listed.error();
  }
  if (abort && out.count != 0) (void)abort_uploads(with, about.bucket, about.key, is_one);
  return out;
}

}  // namespace upcall::detail
