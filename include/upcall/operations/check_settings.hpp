// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/operations/object_settings.hpp>
#include <upcall/text/base64.hpp>
#include <upcall/text/sink.hpp>

namespace upcall::detail {

constexpr bool is_md5(std::string_view text) {
  length_counter bytes;
  return read_base64(text, bytes) && bytes.length == 16;
}

constexpr std::size_t count_characters(std::string_view utf8) {
  std::size_t out = 0;
  for (char c : utf8) out += (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  return out;
}

// "PutObjectTagging" of the service's documentation; which letters there are is the service's matter.
constexpr std::string_view check_tags(const field_list& tags) {
  if (tags.overflow() || tags.size() > 10)
    return "settings: an object has at most ten tags; more than eight are given as a std::span"sv;
  for (const field* each = tags.begin(); each != tags.end(); ++each) {
    if (each->name.empty() || count_characters(each->name) > 128 || count_characters(each->value) > 256)
      return "settings: a tag's name has 1 to 128 characters, its value at most 256"sv;
    for (const field* other = tags.begin(); other != each; ++other) {
      if (other->name == each->name) return "settings: each tag has a name of its own"sv;
    }
  }
  return {};
}

// What is wrong whatever the request, as a sentence, or nothing.
constexpr std::string_view check_settings(const object_settings& of) {
  if (of.traffic_limit != 0 && (of.traffic_limit < 819'200 || of.traffic_limit > 838'860'800))
    return "settings: traffic_limit is 819,200 to 838,860,800 bits a second"sv;
  const bool of_kms = of.kms_cipher != data_encryption::aes256 || !of.kms_key_id.empty();
  if (of_kms && of.encryption != server_side_encryption::kms)
    return "settings: kms_cipher and kms_key_id are for server_side_encryption::kms alone"sv;
  if (!of.content_md5.empty() && !is_md5(of.content_md5))
    return "settings: content_md5 is the Base64 of 16 bytes, 24 characters; is it hexadecimal?"sv;
  return check_tags(of.tagging);
}

}  // namespace upcall::detail
