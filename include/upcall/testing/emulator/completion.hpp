// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/testing/emulator/authorization.hpp>
#include <upcall/testing/emulator/error.hpp>
#include <upcall/testing/emulator/incoming.hpp>
#include <upcall/testing/emulator/receive.hpp>
#include <upcall/testing/emulator/upload.hpp>
#include <upcall/testing/emulator/upload_part.hpp>
#include <upcall/text/xml_record.hpp>
#include <vector>

namespace upcall::testing {

// A part as the document of CompleteMultipartUpload names it.
struct named_part {
  std::optional<std::uint32_t> part_number = {};
  inline_string<256> etag = {};
};

struct completion_document {
  each_element<named_part> part = {};
};

}  // namespace upcall::testing

BOOST_HANA_ADAPT_STRUCT(upcall::testing::named_part, part_number, etag);
BOOST_HANA_ADAPT_STRUCT(upcall::testing::completion_document, part);

namespace upcall::testing {

inline service_error malformed_xml() {
  return {400, "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema.",
          "0042-00000205"};
}

// The parts that an upload is to be completed from; nothing for all that there are (x-oss-complete-all). How long the
// document may be is not documented; 10,000 parts take less than 2 MB.
inline std::optional<std::vector<named_part>> read_completion(const incoming& message) {
  const auto text = receive_document(message, 4 * 1024 * 1024);
  if (message.has_header("x-oss-complete-all")) {
    const std::string_view value = message.header("x-oss-complete-all");
    if (value != "yes" || !text || !text->empty()) {
      throw invalid_argument("x-oss-complete-all is yes, and nothing stands in the body then.", "x-oss-complete-all",
                             std::string{value});
    }
    return {};
  }
  std::vector<named_part> parts;
  const auto take = [&parts](const named_part& each) { parts.push_back(each); };
  completion_document document{.part = {take}};
  if (!text || !read_xml(*text, "CompleteMultipartUpload", document) || parts.empty()) throw malformed_xml();
  for (const named_part& each : parts) {
    if (!each.part_number) throw malformed_xml();
    if (*each.part_number < 1 || *each.part_number > highest_part_number)
      throw service_error{400, "InvalidPartOrder", std::string{wrong_part_number}};
  }
  const auto not_ascending = [](const named_part& a, const named_part& b) { return a.part_number >= b.part_number; };
  if (std::adjacent_find(parts.begin(), parts.end(), not_ascending) != parts.end())
    throw service_error{400, "InvalidPartOrder", "The list of parts was not in ascending order."};
  return parts;
}

// An ETag without the blanks and quotes around it.
constexpr std::string_view bare_etag(std::string_view text) {
  constexpr std::string_view around = " \t\r\n\"";
  const std::size_t first = std::min(text.size(), text.find_first_not_of(around));
  return part(text, first, text.find_last_not_of(around) + 1 - first);
}

// The parts that there are of those that were asked for, which are all there and as large as they must be.
inline std::vector<uploaded_part> chosen_parts(const std::vector<uploaded_part>& there,
                                               const std::optional<std::vector<named_part>>& wanted,
                                               std::string_view upload_id) {
  const auto refuse = [upload_id](std::string code, std::string message, std::uint32_t number, std::string_view etag) {
    throw service_error{400,
                        std::move(code),
                        std::move(message),
                        "",
                        {{"UploadId", std::string{upload_id}},
                         {"PartNumber", std::to_string(number)},
                         {"ETag", std::string{etag}}}};
  };
  constexpr const char* invalid_part =
      "One or more of the specified parts could not be found or the specified entity tag might not have matched the "
      "part's entity tag.";
  std::vector<uploaded_part> out;
  if (!wanted) out = there;
  auto next = there.begin();
  for (const named_part& each : wanted.value_or(std::vector<named_part>{})) {
    while (next != there.end() && next->number < *each.part_number) ++next;
    if (next == there.end() || next->number != *each.part_number || next->etag != bare_etag(each.etag))
      refuse("InvalidPart", invalid_part, *each.part_number, each.etag);
    out.push_back(*next);
  }
  // Of an upload without parts the documentation says nothing.
  if (out.empty()) refuse("InvalidPart", invalid_part, 1, "");
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i].size < smallest_part) {
      refuse("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size.", out[i].number,
             out[i].etag);
    }
  }
  return out;
}

}  // namespace upcall::testing
