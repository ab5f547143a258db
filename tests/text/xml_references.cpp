// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <upcall/text/xml_references.hpp>

using namespace upcall;
using namespace upcall::detail;

namespace {

constexpr bool means(std::string_view raw, std::string_view text, bool cdata = false) {
  inline_string<64> to;
  return read_xml_text(raw, to, cdata) && to == text;
}
constexpr bool refused(std::string_view raw) {
  inline_string<64> to;
  return !read_xml_text(raw, to, false);
}

}  // namespace

static_assert(means("&lt;&gt;&amp;&quot;&apos;", "<>&\"'") &&
              means("a&#65;&#x4e2D;&#x1F600;", "aA\xe4\xb8\xad\xf0\x9f\x98\x80"));
static_assert(means("&#000065;&#x0000000041;", "AA") && means("&#9;&#10;&#13;", "\t\n\r") &&
              means("&#x10FFFF;", "\xf4\x8f\xbf\xbf"));
static_assert(means("a\r\nb\rc\r\r\nd\n", "a\nb\nc\n\nd\n") && means("\r", "\n"));
static_assert(means("&amp;\r\n", "&amp;\n", true), "in a CDATA section only line ends change");

static_assert(refused("&") && refused("a & b") && refused("&amp") && refused("&;") && refused("&nbsp;") &&
              refused("&AMP;") && refused("&amp ;"));
static_assert(refused("&#;") && refused("&#x;") && refused("&#X41;") && refused("&#4A;") && refused("&#xg;") &&
              refused("&# 65;") && refused("&#-1;"));
static_assert(refused("&#0;") && refused("&#8;") && refused("&#x1f;") && refused("&#xD800;") && refused("&#xdfff;") &&
              refused("&#xfffe;"));
static_assert(refused("&#x110000;") && refused("&#4294967361;") && refused("&#18446744073709551681;"),
              "no wrapping round");

static_assert(is_xml_text("") && is_xml_text("a\t\r\n\x7f\xe4\xb8\xad\xef\xbf\xbd"));
static_assert(!is_xml_text("\x01") && !is_xml_text(std::string_view{"\0", 1}) && !is_xml_text("\x0c") &&
              !is_xml_text("\x1b"));
static_assert(!is_xml_text("\xff") && !is_xml_text("\xed\xa0\x80") && !is_xml_text("\xef\xbf\xbe") &&
              !is_xml_text("\xef\xbf\xbf"));

TEST_CASE("a number is a character exactly when XML 1.0 §2.2 says so") {
  std::uint32_t characters = 0;
  for (char32_t point = 0; point != 0x110100; ++point) characters += is_xml_character(point);
  CHECK(characters == 0x110000 - 0x20 + 3 - 0x800 - 2);
}
