// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
#include <upcall/core/function_ref.hpp>
#include <upcall/core/inline_list.hpp>
#include <upcall/core/time.hpp>
#include <upcall/operations/abort_upload.hpp>
#include <upcall/operations/list_uploads.hpp>
#include <upcall/roles/errors.hpp>
#include <upcall/roles/workspace.hpp>

namespace upcall {

struct sweep_result {
  std::uint32_t aborted = 0;
  std::uint32_t failed = 0;  // could not be; after eight of them no more is tried
};

namespace detail {

// Ends an upload, or finds that it has ended.
template <class Policies>
constexpr bool is_aborted(Policies& with, const subject& about, std::string_view upload_id) {
  auto&& room = with.template get<role::workspace>().lease();
  const auto done = abort_upload(with, room, about, upload_id);
  return done || done.error().status == 404;
}

struct named_upload {
  inline_string<1024> key = {};
  upload_id_text upload_id = {};
};

// Aborts all uploads of a bucket that are wanted gone, a few at a time: while a list is read, nothing else is asked.
template <class Policies>
constexpr result<sweep_result> abort_uploads(Policies& with, std::string_view bucket, std::string_view prefix,
                                             function_ref<bool(const listed_upload&)> wanted) {
  sweep_result out;
  upload_id_text last;
  for (;;) {
    inline_list<named_upload, 8> next;
    auto keep = [&](const listed_upload& each) {
      if (wanted(each)) next.push_back({{each.key}, {each.upload_id}});
    };
    {
      auto&& room = with.template get<role::workspace>().lease();
      const auto listed = list_uploads(with, room, bucket, prefix, keep);
      if (!listed) return listed.error();
    }
    // Those that cannot be aborted come again in each list, and so may those that were.
    if (next.empty() || next[next.size() - 1].upload_id == last.view()) return out;
    out.failed = 0;
    for (const named_upload& each : next) {
      if (is_aborted(with, {bucket, each.key}, each.upload_id)) {
        ++out.aborted;
      } else {
        ++out.failed;
      }
    }
    if (!next.overflow()) return out;
    last = next[next.size() - 1].upload_id;
  }
}

}  // namespace detail

// Deletes what was left behind: the uploads of all keys with this prefix that were begun so long ago. Older than the
// longest upload takes, or it ends one that is under way.
template <class Policies>
constexpr result<sweep_result> sweep(Policies& with, std::string_view bucket, std::string_view prefix,
                                     milliseconds older_than) {
  const std::int64_t before = with.template get<role::clock>().now().seconds - older_than.count / 1000;
  auto is_old = [before](const listed_upload& each) {
    return each.begun.seconds != 0 && each.begun.seconds < before;  // 0: the service does not say
  };
  return detail::abort_uploads(with, bucket, prefix, is_old);
}

}  // namespace upcall
