// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <string>
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/journal_lines.hpp>

using namespace upcall;

namespace {

// Written and read again at compile time; the checksums are from a program of a few lines that goes bit by bit.
static_assert([] {
  std::array<char, 200> room{};
  span_writer to{room};
  std::uint64_t sum = 0xb2a55cc426333d47;
  const std::string_view line = write_journal_line(to, journal_name{"0004B9894A22E5B1888A1E29F8236E2D"sv}, sum);
  std::uint64_t read = 0xb2a55cc426333d47, other = 0;
  return line == "{\"upload_id\":\"0004B9894A22E5B1888A1E29F8236E2D\"} c17f5d687ace2ef3\n" &&
         sum == 0xc17f5d687ace2ef3 &&
         read_journal_line(part(line, 0, line.size() - 1), read) ==
             R"({"upload_id":"0004B9894A22E5B1888A1E29F8236E2D"})" &&
         read == sum && read_journal_line(part(line, 0, line.size() - 1), other).empty() && other == 0;
}());

TEST_CASE("a line that does not fit is none") {
  std::array<char, 60> room{};
  span_writer to{room};
  std::uint64_t sum = 1;
  CHECK(write_journal_line(to, journal_name{std::string_view{"0004B9894A22E5B1888A1E29F8236E2D"}}, sum).empty());
  CHECK(sum == 1);
}

TEST_CASE("what is no line") {
  std::uint64_t sum = 0;
  for (const std::string_view line : {""sv, " "sv, "{}"sv, " 0000000000000000"sv, "{} 000000000000000"sv,
                                      "{}x0000000000000000"sv, "{} 0000000000000000"sv, "{} 0000000000000000 "sv}) {
    CHECK(read_journal_line(line, sum).empty());
    CHECK(sum == 0);
  }
  // Right but for its case.
  std::array<char, 200> room{};
  span_writer to{room};
  write_journal_line(to, journal_part{1, 2, 3, {"\"e\""sv}}, sum);
  std::string line{to.view()};
  line.pop_back();
  std::uint64_t read = 0;
  CHECK_FALSE(read_journal_line(line, read).empty());
  for (char& c : line) c = c >= 'a' && c <= 'f' && &c > line.data() + line.size() - 17 ? static_cast<char>(c - 32) : c;
  read = 0;
  CHECK(read_journal_line(line, read).empty());
}

}  // namespace
