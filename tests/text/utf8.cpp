// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <cstdint>
#include <string>
#include <upcall/text/utf8.hpp>

using namespace upcall;

namespace {

constexpr auto utf8(char32_t point) {
  return written<4>([&](auto& to) { write_utf8(to, point); });
}

}  // namespace

static_assert(utf8(U'A') == "A" && utf8(0) == std::string_view{"\0", 1});
static_assert(utf8(0x7f) == "\x7f" && utf8(0x80) == "\xc2\x80" && utf8(0x7ff) == "\xdf\xbf");
static_assert(utf8(0x800) == "\xe0\xa0\x80" && utf8(0x4e2d) == "\xe4\xb8\xad" && utf8(0xffff) == "\xef\xbf\xbf");
static_assert(utf8(0x10000) == "\xf0\x90\x80\x80" && utf8(0x10ffff) == "\xf4\x8f\xbf\xbf");

static_assert(is_utf8("") && is_utf8("plain") && is_utf8("\xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x98\x80"));
static_assert(!is_utf8("\x80") && !is_utf8("a\xbf") && !is_utf8("\xfe") && !is_utf8("\xff"));
static_assert(!is_utf8("\xc0\x80") && !is_utf8("\xc1\xbf") && !is_utf8("\xe0\x9f\xbf") && !is_utf8("\xf0\x8f\xbf\xbf"),
              "overlong");
static_assert(!is_utf8("\xed\xa0\x80") && !is_utf8("\xed\xbf\xbf") && is_utf8("\xed\x9f\xbf\xee\x80\x80"),
              "surrogates");
static_assert(!is_utf8("\xf4\x90\x80\x80") && !is_utf8("\xf5\x80\x80\x80"), "above U+10FFFF");
static_assert(!is_utf8("\xc3") && !is_utf8("\xe4\xb8") && !is_utf8("\xf0\x9f\x98") && !is_utf8("\xe4\xb8g"), "cut off");

TEST_CASE("every code point is well-formed when written, unless it is a surrogate") {
  std::uint32_t wrong = 0;
  for (char32_t point = 0; point <= 0x10ffff; ++point) {
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    const auto text = utf8(point);
    if (is_utf8(text) == surrogate || detail::utf8_length(text) != (surrogate ? 0 : text.size())) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("of all four leading bytes, as many are well-formed as there are code points") {
  // A text of one code point of n bytes, for n = 1…4; RFC 3629 has so many of each.
  std::uint32_t found[5]{};
  for (std::uint32_t lead = 0; lead != 256; ++lead) {
    for (std::uint32_t second = 0; second != 256; ++second) {
      for (std::uint32_t third : {0x7fu, 0x80u, 0xbfu, 0xc0u}) {
        for (std::uint32_t fourth : {0x7fu, 0x80u, 0xbfu, 0xc0u}) {
          const char text[] = {static_cast<char>(lead), static_cast<char>(second), static_cast<char>(third),
                               static_cast<char>(fourth)};
          ++found[detail::utf8_length({text, 4})];
        }
      }
    }
  }
  CHECK(found[1] == 128u * 256 * 16);
  CHECK(found[2] == (0x800u - 0x80) * 16);
  CHECK(found[3] == (0x10000u - 0x800 - 0x800) / 64 * 2 * 4);
  CHECK(found[4] == (0x110000u - 0x10000) / 4096 * 2 * 2);
}
