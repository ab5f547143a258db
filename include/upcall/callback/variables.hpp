// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>
#include <upcall/core/bytes.hpp>

namespace upcall {

// What the service itself can put into a callback's body ("Callback" of its documentation). contentMd5 is there with
// PutObject and PostObject only; imageInfo.* are empty, or null in JSON, for what is no image.
inline constexpr std::string_view system_variables[] = {
    "bucket", "object",     "etag",  "size",     "mimeType", "imageInfo.height", "imageInfo.width", "imageInfo.format",
    "crc64",  "contentMd5", "vpcId", "clientIp", "reqId",    "operation"};

constexpr bool is_system_variable(std::string_view name) {
  for (std::string_view known : system_variables) {
    if (known == name) return true;
  }
  return false;
}

enum class template_token : unsigned char {
  text,                // to be taken as it stands
  variable,            // ${name}: text() is the name
  not_closed,          // "${" without "}"
  brace_not_adjacent,  // "$x:name}": the service answers "Left brace must be adjacent to dollar sign."
  end,
};

// Takes a callback's body to pieces. A dollar sign that begins nothing is text.
class template_reader {
 public:
  constexpr explicit template_reader(std::string_view text) : rest_(text) {}

  constexpr template_token next() {
    if (rest_.empty()) return template_token::end;
    if (rest_.starts_with("${")) {
      const std::size_t close = rest_.find('}');
      if (close == rest_.npos) return template_token::not_closed;
      text_ = part(rest_, 2, close - 2);
      rest_.remove_prefix(close + 1);
      return template_token::variable;
    }
    if (loses_its_brace()) return template_token::brace_not_adjacent;
    std::size_t length = 1;
    while (length != rest_.size() && rest_[length] != '$') ++length;
    text_ = part(rest_, 0, length);
    rest_.remove_prefix(length);
    return template_token::text;
  }

  constexpr std::string_view text() const { return text_; }

 private:
  // What a "$" at the start of the rest is followed by, where a brace was surely meant.
  constexpr bool loses_its_brace() const {
    if (!rest_.starts_with('$')) return false;
    const std::string_view after = part(rest_, 1);
    if (after.starts_with("x:")) return true;
    if (after.starts_with(' ')) return part(after, after.find_first_not_of(' ')).starts_with('{');
    return is_system_variable(part(after, 0, after.find('}'))) && after.find('}') != after.npos;
  }

  std::string_view rest_, text_{};
};

}  // namespace upcall
