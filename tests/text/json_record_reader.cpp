// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/core/literals.hpp>
#include <upcall/text/json_record.hpp>
#include <upcall/text/json_record_reader.hpp>

using namespace upcall;

namespace test_records {
struct part_line {
  inline_string<8> etag = {};
  std::uint64_t size = 0;
  std::int64_t offset = 0;
  std::int8_t small = 0;
  bool whole = false;
  std::optional<std::uint16_t> part = {};
};
struct nested {
  part_line inner = {};
  inline_string<4> after = {};
};
}  // namespace test_records
BOOST_HANA_ADAPT_STRUCT(test_records::part_line, etag, size, offset, small, whole, part);
BOOST_HANA_ADAPT_STRUCT(test_records::nested, inner, after);

namespace {

using test_records::nested;
using test_records::part_line;

constexpr part_line read(std::string_view text) {
  part_line out;
  return read_json(text, out) ? out : part_line{.etag = {"refused"sv}};
}
constexpr bool refused(std::string_view text) { return read(text).etag == "refused"; }

static_assert(read(R"({"etag":"\"a\u00e9\"","size":18446744073709551615,"offset":-9223372036854775808})").etag ==
              "\"a\xc3\xa9\"");
static_assert(read(R"({"size":18446744073709551615})").size == 18446744073709551615u);
static_assert(read(R"({"offset":-9223372036854775808})").offset == std::numeric_limits<std::int64_t>::min());
static_assert(read(R"({"offset":9223372036854775807})").offset == std::numeric_limits<std::int64_t>::max());
static_assert(read(R"( { "small" : -128 , "whole" : true } )").small == -128);
static_assert(read(R"({"whole":true})").whole && !read(R"({"whole":false})").whole);
static_assert(*read(R"({"part":65535})").part == 65535 && !read(R"({"part":null})").part);
static_assert(read("{}").size == 0 && !refused("{}"));
static_assert(read(R"({"other":{"size":[1,{"size":2}]},"more":[],"size":7,"last":null})").size == 7);

// A name may be escaped like any text.
static_assert(read(R"({"si\u007ae":7})").size == 7 && read(R"({"siz":7})").size == 0);
static_assert(read(R"({"size\u0000":7})").size == 0 && read(R"({"size\ud800":7})").size == 0);

static_assert(refused("") && refused("[]") && refused("null") && refused("7") && refused("{") && refused("{}{}"));
static_assert(refused(R"({"size":18446744073709551616})") && refused(R"({"size":-1})") && refused(R"({"size":"1"})"));
static_assert(refused(R"({"size":1.0})") && refused(R"({"size":1e3})") && refused(R"({"size":null})"));
static_assert(refused(R"({"small":128})") && refused(R"({"small":-129})") && refused(R"({"part":65536})"));
static_assert(refused(R"({"offset":9223372036854775808})") && refused(R"({"offset":-9223372036854775809})"));
static_assert(refused(R"({"etag":"123456789"})") && refused(R"({"etag":7})") && refused(R"({"whole":1})"));
static_assert(refused(R"({"other":[1,2})") && refused(R"({"other":)") && refused(R"({"size":7)"));
static_assert(refused(R"({"size":7,})") && refused(R"({"etag":"\ud800"})"));

TEST_CASE("what is written is read again") {
  const nested wrote{.inner = {.etag = {"\"\\\n\x01"sv}, .size = 1, .offset = -1, .small = 3, .whole = true, .part = 9},
                     .after = {"end"sv}};
  inline_string<200> text;
  write_json(text, wrote);
  nested got;
  REQUIRE(read_json(text, got));
  CHECK(got.inner.etag == wrote.inner.etag.view());
  CHECK(got.inner.size == 1);
  CHECK(got.inner.offset == -1);
  CHECK(got.inner.small == 3);
  CHECK(got.inner.whole);
  CHECK(got.inner.part == wrote.inner.part);
  CHECK(got.after == "end");
}

TEST_CASE("a text that ends too early is refused, wherever it ends") {
  constexpr std::string_view text = R"({"inner":{"etag":"\u00e9","other":[{"a":[]}],"part":null},"after":"x"})";
  nested got;
  CHECK(read_json(text, got));
  int accepted = 0;
  for (std::size_t length = 0; length != text.size(); ++length) accepted += read_json(text.substr(0, length), got);
  CHECK(accepted == 0);
}

}  // namespace
