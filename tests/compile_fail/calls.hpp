// SPDX-License-Identifier: Apache-2.0
// All calls of a bucket, which follow a mistake in a client's policies and add no error of their own.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/client.hpp>

namespace given {

inline void call_all(auto& oss) {
  auto bucket = oss.bucket("examplebucket");
  upcall::text whole = "text";
  upcall::stored_part parts[1];
  (void)bucket.put_object("key", whole);
  const auto begun = bucket.initiate_upload("key");
  const auto part = bucket.upload_part("key", "upload-id", 1, whole);
  const auto listed = bucket.list_parts("key", "upload-id", [](const upcall::listed_part&) {});
  const auto made = bucket.complete_upload("key", "upload-id", std::span<const upcall::stored_part>{parts});
  const auto gone = bucket.abort_upload("key", "upload-id");
  const auto uploads = bucket.list_uploads("prefix", [](const upcall::listed_upload&) {});
  const auto stored = bucket.resumable_upload("key", whole);
  const auto session = bucket.begin_session("key", 1);
  (void)bucket.upload_part(upcall::upload_session{}, 1, whole);
  (void)bucket.complete_upload(upcall::upload_session{}, std::span{parts});
  (void)bucket.abort_upload(upcall::upload_session{});
  const auto swept = bucket.sweep("prefix", {1000});
  (void)begun, (void)part, (void)listed, (void)made, (void)gone, (void)uploads, (void)stored, (void)session,
      (void)swept;
}

}  // namespace given
