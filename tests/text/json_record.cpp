// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "text/json_record_types.hpp"
#include "text/written.hpp"
#include <limits>
#include <string>
#include <upcall/text/json_record.hpp>

using namespace upcall;

namespace {

template <class T>
constexpr auto json(const T& value) {
  return written<1024>([&](auto& to) { write_json(to, value); });
}

}  // namespace

static_assert(json(test_records::upload{}) ==
              R"({"key":"","size":0,"offset":0,"whole":false,"etag":null,"part":null,"accepted":null})");
static_assert(json(test_records::upload{.key = "a \"b\"",
                                        .size = 18446744073709551615u,
                                        .offset = std::numeric_limits<std::int64_t>::min(),
                                        .whole = true,
                                        .etag = "x",
                                        .part = -7,
                                        .accepted = false}) ==
              R"({"key":"a \"b\"","size":18446744073709551615,"offset":-9223372036854775808,)"
              R"("whole":true,"etag":"x","part":-7,"accepted":false})");
static_assert(
    json(test_records::outer{.inner = {.key = "k"}, .small = 200}) ==
    R"({"inner":{"key":"k","size":0,"offset":0,"whole":false,"etag":null,"part":null,"accepted":null},"small":200})");
static_assert(json(test_records::empty{}) == "{}");

// Neither the sink nor the record is of the library's namespace.
struct foreign_sink {
  std::string text = {};
  void put(char c) { text.push_back(c); }
};

TEST_CASE("an optional record is written, into any sink") {
  foreign_sink to;
  write_json(to, test_records::maybe{});
  CHECK(to.text == R"({"outer":null})");
  to.text.clear();
  write_json(to, test_records::maybe{test_records::outer{.small = 7}});
  CHECK(to.text.ends_with(R"("small":7}})"));
}

TEST_CASE("values of every kind that a member may have are written alone, too") {
  CHECK(json(true) == "true");
  CHECK(json("text") == R"("text")");
  CHECK(json(std::string{"text"}) == R"("text")");
  CHECK(json(inline_string<8>{"text"}) == R"("text")");
  CHECK(json(std::optional<bool>{}) == "null");
  CHECK(json(short{-1}) == "-1");
  CHECK(json(static_cast<signed char>(-128)) == "-128");
  CHECK(json(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
}
