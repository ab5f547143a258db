// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
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
  std::uint32_t failed = 0;  // that should have been, and could not be
};

namespace detail {

enum class upload_ending : unsigned char { aborted, gone, failed };

// Ends an upload, or finds that it has ended: as the service says, not anybody's 404.
template <class Policies>
constexpr upload_ending end_upload(Policies& with, const subject& about, std::string_view upload_id) {
  auto&& room = with.template get<role::workspace>().lease();
  const auto done = abort_upload(with, room, about, upload_id);
  if (done) return upload_ending::aborted;
  return done.error().code == "NoSuchUpload" || done.error().code == "NoSuchBucket" ? upload_ending::gone
                                                                                    : upload_ending::failed;
}

struct named_upload {
  inline_string<1024> key = {};
  upload_id_text upload_id = {};
};

// Aborts all uploads of a bucket that are wanted gone, page by page: while one is read, nothing else is asked.
template <class Policies>
constexpr result<sweep_result> abort_uploads(Policies& with, std::string_view bucket, std::string_view prefix,
                                             function_ref<bool(const listed_upload&)> wanted) {
  // A device's page has one.
  constexpr std::uint32_t fit = page_size(limits_of<Policies>::answer, 1500), most = fit < 8 ? fit : 8;
  using found = inline_list<named_upload, most>;
  result<sweep_result> out{pending{}};
  sweep_result done;
  uploads_page_place place{.entries = most};
  while (place.more) {
    found next;
    auto keep = [&](const listed_upload& each) {
      if (wanted(each)) next.push_back({{each.key}, {each.upload_id}});
    };
    {
      auto&& room = with.template get<role::workspace>().lease();
      if (!list_uploads_page(with, room, out.error(), bucket, prefix, place, keep)) return out;
    }
    for (const named_upload& each : next) {
      if (end_upload(with, {bucket, each.key}, each.upload_id) == upload_ending::failed) {
        ++done.failed;
      } else {
        ++done.aborted;
      }
    }
  }
  out.emplace(done);
  return out;
}

}  // namespace detail

// Deletes what was left behind: the uploads of all keys with this prefix that were begun so long ago, by the service's
// clock, from which ours may differ by 15 minutes. Older than the longest upload takes, or it ends one that is under
// way.
template <class Policies>
constexpr result<sweep_result> sweep(Policies& with, std::string_view bucket, std::string_view prefix,
                                     milliseconds older_than) {
  std::optional<std::int64_t> before;
  auto is_old = [&](const listed_upload& each) {
    // Not earlier: the answer to the first request may have corrected the clock.
    if (!before) before = with.template get<role::clock>().now().seconds - older_than.count / 1000;
    return each.begun.seconds != 0 && each.begun.seconds < *before;  // 0: the service does not say
  };
  return detail::abort_uploads(with, bucket, prefix, is_old);
}

}  // namespace upcall
