// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/core/literals.hpp>
#include <upcall/http/member_finder.hpp>

using upcall::member_finder;
using upcall::operator""sv;

namespace {

constexpr std::string_view whole =
    "<?xml version=\"1.0\"?><R><Key><Upload>&lt;UploadId></Key><UploadI/><<UploadId>I-1</UploadId><UploadId>2</R>"sv;

static_assert([] {
  member_finder<8> look{"UploadId"sv};
  look.take(whole, true);
  return look.text() == "I-1"sv;
}());

TEST_CASE("a member is found, however the document is cut") {
  for (std::size_t first = 0; first <= whole.size(); ++first) {
    for (std::size_t second = first; second <= whole.size(); ++second) {
      member_finder<8> look{"UploadId"};
      look.take(whole.substr(0, first), true);
      look.take(whole.substr(first, second - first), false);
      look.take(whole.substr(second), false);
      REQUIRE(look.text() == "I-1");
    }
  }
}

TEST_CASE("what is no such member, has no end, or is too long") {
  const auto found = [](std::string_view document) {
    member_finder<4> look{"A"};
    look.take(document, true);
    return std::string{look.text()};
  };
  for (const std::string_view none :
       {""sv, "<A"sv, "<A>"sv, "<A>x"sv, "<A ><x"sv, "<a>x</a>"sv, "<AA>x<"sv, "< A>x<"sv, "<A></A>"sv, "<A>12345<"sv})
    CHECK(found(none).empty());
  CHECK(found("<A>1234<") == "1234");
}

TEST_CASE("another document is another, also after a part of one") {
  member_finder<8> look{"A"};
  look.take("<A>old", true);
  CHECK(look.text().empty());
  look.take("<A>new</A>", true);
  CHECK(look.text() == "new");
  look.take("<B>", true);
  CHECK(look.text().empty());
}

}  // namespace
