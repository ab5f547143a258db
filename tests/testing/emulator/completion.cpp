// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/multipart.hpp"
#include <string>
#include <upcall/testing/emulator/completion.hpp>
#include <vector>

using namespace upcall::testing;

static_assert(bare_etag("\"AB\"") == "AB");
static_assert(bare_etag(" \"AB\"\n") == "AB");
static_assert(bare_etag("AB") == "AB");
static_assert(bare_etag("\"\"") == "");
static_assert(bare_etag("") == "");

namespace {

// "1 AB, 2 CD", or "all", or the code and EC of the error.
std::string read(const std::string& body, const header_lines& headers = {}) {
  auto request = raw_request("POST", "/bucket/key?uploadId=x", headers, body);
  try {
    const auto parts = read_completion(incoming{request});
    if (!parts) return "all";
    std::string out;
    for (const named_part& each : *parts) {
      out += (out.empty() ? "" : ", ") + std::to_string(*each.part_number) + ' ';
      out += bare_etag(each.etag);
    }
    return out;
  } catch (const service_error& why) {
    return why.code + why.ec;
  }
}

std::string chosen(const std::vector<uploaded_part>& there, const std::optional<std::vector<std::string>>& wanted) {
  std::optional<std::vector<named_part>> parts;
  if (wanted) parts.emplace();
  for (const std::string& each : wanted.value_or(std::vector<std::string>{})) {
    named_part part{.part_number = static_cast<std::uint32_t>(each[0] - '0')};
    part.etag.append(upcall::part(each, 1));
    parts->push_back(part);
  }
  try {
    std::string out;
    for (const uploaded_part& each : chosen_parts(there, parts, "ID")) out += std::to_string(each.number);
    return out;
  } catch (const service_error& why) {
    CHECK(why.details.at(0).second == "ID");
    return why.code + why.details.at(1).second;
  }
}

constexpr std::string_view malformed = "MalformedXML0042-00000205";

}  // namespace

TEST_CASE("the parts that a completion names, in each form that SDKs write") {
  CHECK(read(completion_of({{1, "\"AB\""}, {10000, "CD"}})) == "1 AB, 10000 CD");
  CHECK(read(completion_of({{2, "&#34;AB&#34;"}, {3, "&quot;CD&quot;"}, {9, "\n \"EF\" "}})) == "2 AB, 3 CD, 9 EF");
  CHECK(read("<?xml version=\"1.0\"?>\n<CompleteMultipartUpload>\n  <Part>\n    <PartNumber>1</PartNumber>\n"
             "    <ETag>\"AB\"</ETag>\n  </Part>\n</CompleteMultipartUpload>\n") == "1 AB");
  CHECK(read(completion_of({{1, "AB"}}), {{"x-oss-complete-all", "yes"}}) == "InvalidArgument");
  CHECK(read("", {{"x-oss-complete-all", "yes"}}) == "all");
  CHECK(read("", {{"x-oss-complete-all", "no"}}) == "InvalidArgument");
}

TEST_CASE("a completion that is none") {
  for (const std::string wrong :
       {"", "x", "<CompleteMultipartUpload/>", "<CompleteMultipartUpload></CompleteMultipartUpload>",
        "<Complete><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></Complete>",
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part>",
        "<CompleteMultipartUpload><Part><ETag>x</ETag></Part></CompleteMultipartUpload>",
        "<CompleteMultipartUpload><Part><PartNumber>x</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>"}) {
    CAPTURE(wrong);
    CHECK(read(wrong) == malformed);
  }
  CHECK(read("<!--" + std::string(4 * 1024 * 1024, 'x') + "-->" + completion_of({{1, "AB"}})) == malformed);
  CHECK(read(completion_of({{1, "AB"}}), {{"Content-MD5", "JfnnlDI7RTiF9RgfG2JNCw=="}}) == "InvalidDigest");
}

TEST_CASE("parts are named in ascending order, by numbers that they can have") {
  for (const auto& wrong : std::vector<std::vector<std::pair<int, std::string>>>{
           {{2, "AB"}, {1, "CD"}}, {{1, "AB"}, {1, "AB"}}, {{0, "AB"}}, {{10001, "AB"}}}) {
    CHECK(read(completion_of(wrong)) == "InvalidPartOrder");
  }
}

TEST_CASE("the parts that an object is made of are all there, and large enough") {
  const std::vector<uploaded_part> there{{1, smallest_part, 0, "AB", {}}, {3, smallest_part - 1, 0, "CD", {}},
                                         {4, 0, 0, "EF", {}}};
  CHECK(chosen(there, {{"1\"AB\"", "3CD"}}) == "13");
  CHECK(chosen(there, {{"1AB", "4EF"}}) == "14");
  CHECK(chosen(there, {{"3CD"}}) == "3");
  CHECK(chosen(there, {{"1AB", "3CD", "4EF"}}) == "EntityTooSmall3");
  CHECK(chosen(there, {}) == "EntityTooSmall3");
  CHECK(chosen({there[0], there[2]}, {}) == "14");
  CHECK(chosen({}, {}) == "InvalidPart1");
  CHECK(chosen(there, {{"1AB", "2AB"}}) == "InvalidPart2");
  CHECK(chosen(there, {{"1AB", "9AB"}}) == "InvalidPart9");
  CHECK(chosen(there, {{"1ab"}}) == "InvalidPart1");
  CHECK(chosen(there, {{"1"}}) == "InvalidPart1");
}
