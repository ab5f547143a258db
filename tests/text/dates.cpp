// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/written.hpp"
#include <upcall/text/dates.hpp>

using namespace upcall;

namespace {

constexpr timestamp april{1744279257};     // 2025-04-10 10:00:57, a Thursday
constexpr timestamp leap_day{1709164800};  // 2024-02-29 00:00:00, a Thursday

}  // namespace

static_assert(basic_date{april}.view() == "20250410T100057Z" && basic_date{april}.day() == "20250410");
static_assert(written([](auto& to) { write_day(to, april); }) == "20250410");
static_assert(written([](auto& to) { write_basic(to, april); }) == "20250410T100057Z");
static_assert(written([](auto& to) { write_http_date(to, april); }) == "Thu, 10 Apr 2025 10:00:57 GMT");
static_assert(written([](auto& to) { write_iso(to, april); }) == "2025-04-10T10:00:57.000Z");
// RFC 9110 §5.6.7.
static_assert(written([](auto& to) { write_http_date(to, {784111777}); }) == "Sun, 06 Nov 1994 08:49:37 GMT");
static_assert(written([](auto& to) { write_basic(to, {-62167219200}); }) == "00000101T000000Z");

static_assert(read_basic("20250410T100057Z") == april && read_basic("20240229T000000Z") == leap_day);
static_assert(read_basic("19700101T000000Z") == timestamp{0} && read_basic("19691231T235959Z") == timestamp{-1});
static_assert(!read_basic("20250229T000000Z") && !read_basic("20250431T000000Z") && !read_basic("20250400T000000Z"));
static_assert(!read_basic("20251301T000000Z") && !read_basic("20250001T000000Z") && !read_basic("99999999T999999Z"));
static_assert(!read_basic("20250410T240000Z") && !read_basic("20250410T006000Z") && !read_basic("20250410T000060Z"));
static_assert(!read_basic("20250410T100057") && !read_basic("20250410 100057Z") && !read_basic("20250410t100057z"));
static_assert(!read_basic("") && !read_basic("20250410T100057Z ") && !read_basic("+0250410T100057Z") &&
              !read_basic("2025041 T100057Z"));

static_assert(read_http_date("Thu, 10 Apr 2025 10:00:57 GMT") == april &&
              read_http_date("Thu, 29 Feb 2024 00:00:00 GMT") == leap_day);
static_assert(!read_http_date("Fri, 10 Apr 2025 10:00:57 GMT"), "it was a Thursday");
static_assert(!read_http_date("Thu, 10 apr 2025 10:00:57 GMT") && !read_http_date("Thu, 10 Apx 2025 10:00:57 GMT"));
static_assert(!read_http_date("Thu, 10 Apr 2025 10:00:57 UTC") && !read_http_date("Thu, 10 Apr 2025 10:00:57 +00"));
static_assert(!read_http_date("Thursday, 10-Apr-25 10:00:57 GMT") && !read_http_date("Thu Apr 10 10:00:57 2025") &&
              !read_http_date(""));
static_assert(!read_http_date("Thu, 10 Apr 2025 25:00:57 GMT") && !read_http_date("Thu,  1 Apr 2025 10:00:57 GMT"));

static_assert(read_iso("2025-04-10T10:00:57.000Z") == april && read_iso("2025-04-10T10:00:57Z") == april);
static_assert(read_iso("2025-04-10T10:00:57.999999999Z") == april && read_iso("2025-04-10T10:00:57.9Z") == april);
static_assert(!read_iso("2025-04-10T10:00:57") && !read_iso("2025-04-10T10:00:57.Z") &&
              !read_iso("2025-04-10T10:00:57.12aZ"));
static_assert(!read_iso("2025-04-10T10:00:57+00:00") && !read_iso("2025-04-10T10:00:57,5Z") &&
              !read_iso("2025-04-10 10:00:57Z"));
static_assert(!read_iso("2025-02-30T10:00:57Z") && !read_iso("2025-04-10T10:00Z") && !read_iso("Z") && !read_iso(""));

TEST_CASE("every form reads back, through three years and odd hours") {
  int wrong = 0;
  for (std::int64_t second = april.seconds; second < april.seconds + 1100 * 86400; second += 40009) {
    const timestamp when{second};
    if (read_basic(written([&](auto& to) { write_basic(to, when); })) != when) ++wrong;
    if (read_http_date(written([&](auto& to) { write_http_date(to, when); })) != when) ++wrong;
    if (read_iso(written([&](auto& to) { write_iso(to, when); })) != when) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("no change of one character of a date is read as the same moment") {
  constexpr std::string_view good = "Thu, 10 Apr 2025 10:00:57 GMT";
  for (std::size_t at = 0; at != good.size(); ++at) {
    for (int c = 0; c != 256; ++c) {
      inline_string<32> changed;
      for (std::size_t i = 0; i != good.size(); ++i) changed.put(i == at ? static_cast<char>(c) : good[i]);
      if (changed != good) CHECK(read_http_date(changed) != april);
    }
  }
}
