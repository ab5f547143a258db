// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/text/ascii.hpp>

namespace upcall {

// Whether a header's value may be shown to whoever reads a log: those that say how, and are no user's text. All others
// may hold what nobody else should know: a signature, a token, a callback's variables, metadata, a tag.
constexpr bool is_disclosed_header(std::string_view name) {
  return is_word_of(
      " cache-control content-disposition content-encoding content-language content-md5 content-type date expires"
      " if-match if-modified-since if-none-match if-unmodified-since range x-oss-acl x-oss-complete-all"
      " x-oss-content-sha256 x-oss-date x-oss-forbid-overwrite x-oss-object-acl x-oss-server-side-data-encryption"
      " x-oss-server-side-encryption x-oss-storage-class x-oss-traffic-limit ",
      name);
}

// The same for a parameter of the query: those that say what is asked for. An upload's id gives nobody access.
constexpr bool is_disclosed_parameter(std::string_view name) {
  return is_word_of(
      " acl delimiter encoding-type key-marker max-parts max-uploads part-number-marker partNumber prefix"
      " upload-id-marker uploadId uploads versionId ",
      name);
}

}  // namespace upcall
