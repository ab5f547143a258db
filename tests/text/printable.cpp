// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <string_view>
#include <upcall/testing/written.hpp>
#include <upcall/text/printable.hpp>

namespace {

using namespace std::string_view_literals;

std::string printable(std::string_view text, std::size_t at_most = std::string_view::npos) {
  return upcall::testing::written([&](auto& to) { upcall::write_printable(to, text, at_most); });
}

}  // namespace

TEST_CASE("printable ASCII stays as it is, but for the backslash") {
  CHECK(printable("") == "");
  CHECK(printable("Error status : 502. <a/>&~") == "Error status : 502. <a/>&~");
  CHECK(printable(R"(C:\x1b)") == R"(C:\\x1b)");
}

TEST_CASE("what moves a cursor, ends a line or is no character is escaped") {
  CHECK(printable("a\r\nupcall: b\t\0\x7f"sv) == R"(a\x0d\x0aupcall: b\x09\x00\x7f)");
  CHECK(printable("\x1b[2J\x1b]0;t\x07") == R"(\x1b[2J\x1b]0;t\x07)");
  CHECK(printable("\xc2\x9b"
                  "31m\xe2\x80\xae\xff\x80") == R"(\xc2\x9b31m\xe2\x80\xae\xff\x80)");
  for (int c = 0; c != 256; ++c) {
    for (char out : printable(std::string(1, static_cast<char>(c)))) CHECK((out >= ' ' && out <= '~'));
  }
}

TEST_CASE("a long text is cut and says so") {
  CHECK(printable("abcdef", 6) == "abcdef");
  CHECK(printable("abcdefg", 6) == "abcdef...");
  CHECK(printable("\n\n\n", 2) == R"(\x0a\x0a...)");
}
