// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/text/ascii.hpp>

namespace upcall {

// The requests of an upload, each with headers of its own ("PutObject", "InitiateMultipartUpload", "UploadPart" and
// "CompleteMultipartUpload" of the service's documentation).
enum class upload_request : unsigned char { put, initiate, part, complete };

namespace detail {

// Whether a header that belongs to an upload belongs to this request of it.
template <upload_request On>
constexpr bool belongs(std::string_view name) {
  if constexpr (On == upload_request::put) return true;
  if (is_word_of(" x-oss-request-payer "sv, name)) return true;
  const bool with_parts = is_word_of(" x-oss-traffic-limit "sv, name);
  if constexpr (On == upload_request::part) return with_parts;
  const bool at_the_end = is_word_of(" x-oss-object-acl x-oss-callback x-oss-callback-var "sv, name);
  const bool at_both_ends = is_word_of(" x-oss-forbid-overwrite "sv, name);
  if constexpr (On == upload_request::complete) return at_the_end || at_both_ends;
  return at_both_ends || !(with_parts || at_the_end);
}

}  // namespace detail
}  // namespace upcall
