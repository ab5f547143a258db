// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <string>
#include <upcall/text/xml.hpp>
#include <upcall/text/xml_reader.hpp>

using namespace upcall;

namespace {

constexpr auto xml(std::string_view text) {
  return written<1024>([&](auto& to) { write_xml_text(to, text); });
}

}  // namespace

static_assert(xml("plain 'text' / \xe4\xb8\xad") == "plain 'text' / \xe4\xb8\xad");
static_assert(xml("<a b=\"c\">&amp;</a>") == "&lt;a b=&quot;c&quot;&gt;&amp;amp;&lt;/a&gt;");
static_assert(xml("a\tb\r\nc") == "a\tb&#13;\nc");
static_assert(xml(std::string_view{"\0\x01\x08\x0b\x1f\x7f", 6}) == "?????\x7f");

TEST_CASE("every character that XML has a form for reads back") {
  for (int i = 0; i != 128; ++i) {
    const std::string one(1, static_cast<char>(i));
    const bool possible = i >= 32 || one == "\t" || one == "\n" || one == "\r";
    const std::string document = "<a>" + std::string{xml(one).view()} + "</a>";
    xml_reader reader{document};
    CHECK(reader.next() == xml_token::open);
    CHECK(reader.next() == xml_token::text);
    CHECK(written([&](auto& to) { reader.write_text(to); }) == (possible ? one : "?"));
  }
}
