// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <set>
#include <string_view>
#include <upcall/core/inline_string.hpp>
#include <upcall/operations/received_callback.hpp>

namespace {

constexpr bool signs(std::string_view target, std::string_view body, std::string_view expected) {
  upcall::inline_string<200> to;
  upcall::write_callback_string_to_sign(to, target, body);
  return to == expected;
}

static_assert(signs("/index.php?id=1&index=2", "bucket=yonghu-test", "/index.php?id=1&index=2\nbucket=yonghu-test"));
static_assert(signs("/a%2Bb/c%25d", "o=1", "/a+b/c%d\no=1"));
static_assert(signs("/a+b%20c", "", "/a+b c\n"));
static_assert(signs("/callback?", "o", "/callback?\no"));
static_assert(signs("/a?k=%E5&x=?+", "%41", "/a?k=%E5&x=?+\n%41"));
static_assert(signs("/a%3Fb?c", "", "/a?b?c\n"));
static_assert(signs("/a%", "", "/a%\n"));
static_assert(signs("/a%2", "", "/a%2\n"));
static_assert(signs("/%zz%4", "", "/%zz%4\n"));

}  // namespace

TEST_CASE("each refusal has its own advice") {
  CHECK(upcall::advice(upcall::refusal::none).empty());
  std::set<std::string_view> sentences;
  const auto last = static_cast<int>(upcall::refusal::bad_signature);
  for (int i = 1; i <= last; ++i) sentences.insert(upcall::advice(static_cast<upcall::refusal>(i)));
  CHECK(sentences.size() == static_cast<std::size_t>(last));
  CHECK(sentences.count("") == 0);
}
