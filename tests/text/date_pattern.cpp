// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/text/date_pattern.hpp>

using namespace upcall;
using namespace upcall::detail;

static_assert(date_text({1744279257}, "yyyy.oo.dd") == "2025.04.10");
static_assert(date_text({1744279257}, "www bbb d") == "Thu Apr 0", "a run of one letter is one digit");
static_assert(date_text({1744279257}, "") == "" && date_text({0}, "TZ-:, ") == "TZ-:, ");
static_assert(read_date("2025.04.10", "yyyy.oo.dd") == timestamp{1744243200});
static_assert(!read_date("2025.04.1", "yyyy.oo.dd") && !read_date("2025-04-10", "yyyy.oo.dd") &&
              !read_date("2025.o4.10", "yyyy.oo.dd"));
static_assert(!read_date("2025.1/.10", "yyyy.oo.dd") && !read_date("2025.04.31", "yyyy.oo.dd"));
static_assert(read_date("Thu 2025.04.10", "www yyyy.oo.dd") && !read_date("Fri 2025.04.10", "www yyyy.oo.dd"));
static_assert(name_index(month_names, "Jan") == 0 && name_index(month_names, "Dec") == 11 &&
              name_index(month_names, "anF") == -1);
static_assert(name_index(weekday_names, "Sat") == 6 && name_index(weekday_names, "sat") == -1 &&
              name_index(weekday_names, "") == -1);

TEST_CASE("what is written is read back, every 13 hours and 7 seconds of a leap cycle") {
  constexpr std::string_view pattern = "www dd bbb yyyy hh:ii:ss";
  int wrong = 0;
  for (std::int64_t second = 946684800; second < 946684800 + 1461 * 86400; second += 13 * 3600 + 7) {
    if (read_date(date_text({second}, pattern), pattern) != timestamp{second}) ++wrong;
  }
  CHECK(wrong == 0);
}
