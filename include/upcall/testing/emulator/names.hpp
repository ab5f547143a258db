// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/text/ascii.hpp>
#include <upcall/text/utf8.hpp>

namespace upcall::testing {

// 3 to 63 of a-z 0-9 and '-', which stands neither first nor last.
constexpr bool is_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63 || name.starts_with('-') || name.ends_with('-')) return false;
  for (char c : name) {
    if (!(c >= 'a' && c <= 'z') && !is_digit(c) && c != '-') return false;
  }
  return true;
}

// 1 to 1023 bytes of UTF-8 that do not start with a slash of either kind.
constexpr bool is_object_name(std::string_view name) {
  return !name.empty() && name.size() <= 1023 && name[0] != '/' && name[0] != '\\' && is_utf8(name);
}

inline void check_bucket_name(const std::string& bucket) {
  if (is_bucket_name(bucket)) return;
  throw service_error{400, "InvalidBucketName", "The specified bucket is not valid.", "", {{"BucketName", bucket}}};
}

inline void check_object_name(const std::string& key) {
  if (is_object_name(key)) return;
  throw service_error{
      400, "InvalidObjectName", "The specified object is not valid.", "0016-00000005", {{"ObjectName", key}}};
}

}  // namespace upcall::testing
