// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <array>
#include <cstdint>
#include <upcall/text/hex.hpp>

using namespace upcall;

namespace {

constexpr bool refused(std::string_view text) {
  inline_string<16> to;
  return !read_hex(text, to) && to.empty();
}

}  // namespace

static_assert(written([](auto& to) {
                write_hex(to, std::array<std::uint8_t, 4>{0x00, 0x0f, 0xa5, 0xff});
              }) == "000fa5ff");
static_assert(written([](auto& to) { write_hex(to, std::string_view{"\x80\x7f"}); }) == "807f");
static_assert(written([](auto& to) { read_hex("4f5353fFaA", to); }) == "OSS\xff\xaa");
static_assert(refused("4") && refused("4g") && refused("004G") && refused("0x") && refused("00 0") && refused("4f5"));
static_assert(hex_digit(11) == 'b' && hex_digit(11, 'A') == 'B' && hex_digit(9, 'A') == '9');

TEST_CASE("every byte has two digits that read back, and no other character is a digit") {
  for (int i = 0; i != 256; ++i) {
    const char byte = static_cast<char>(i);
    const auto digits = written([&](auto& to) { write_hex(to, std::string_view{&byte, 1}); });
    CHECK(digits.size() == 2);
    CHECK(written([&](auto& to) { CHECK(read_hex(digits.view(), to)); }) == std::string_view{&byte, 1});
    CHECK((hex_value(byte) >= 0) == (std::string_view{"0123456789abcdefABCDEF"}.find(byte) != std::string_view::npos));
  }
}
