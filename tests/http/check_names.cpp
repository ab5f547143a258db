// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/http/check_names.hpp>

using upcall::check_bucket;
using upcall::check_key;
using upcall::is_header_value;
using upcall::is_token;

static_assert(check_bucket("abc").empty() && check_bucket("examplebucket").empty() && check_bucket("1-2").empty());
static_assert(!check_bucket("").empty() && !check_bucket("ab").empty());
static_assert(!check_bucket("-abc").empty() && !check_bucket("abc-").empty());
static_assert(!check_bucket("Abc").empty() && !check_bucket("a_b").empty() && !check_bucket("a.b").empty());
static_assert(!check_bucket("a/b").empty() && !check_bucket("a b").empty() && !check_bucket("a\r\nb").empty());
static_assert(!check_bucket("\xe6\x9d\xad\xe5\xb7\x9e").empty());

static_assert(check_key("a").empty() && check_key("files/hello").empty() && check_key("a//b/").empty());
static_assert(check_key("a+b %&?#=\"'<>;:@,$!*()[]{}|^`~\t\x01\x7f").empty());
static_assert(check_key("\xe6\x9d\xad\xe5\xb7\x9e/\xf0\x9f\x98\x80.txt").empty() && check_key(".").empty());
static_assert(!check_key("").empty() && !check_key("/a").empty() && !check_key("\\a").empty());
static_assert(!check_key("a\rb").empty() && !check_key("a\nb").empty() && !check_key({"a\0b", 3}).empty());
static_assert(!check_key("\xff").empty() && !check_key("\xc0\xaf").empty() && !check_key("\xed\xa0\x80").empty());

static_assert(is_token("content-type") && is_token("X-Oss-Meta-a.b_c") && is_token("!#$%&'*+-.^_`|~09azAZ"));
static_assert(!is_token("") && !is_token("a b") && !is_token("a:b") && !is_token("a\r\n") && !is_token("a\x7f") &&
              !is_token("\xc3\xa9"));
static_assert(!is_token("a/b") && !is_token("(a)") && !is_token("\"a\"") && !is_token("a,b") && !is_token("{a}"));

static_assert(is_header_value("") && is_header_value("a b\tc") && is_header_value("\xe6\x9d\xad") &&
              is_header_value("%0d%0a"));
static_assert(!is_header_value("a\r\nb") && !is_header_value("a\rb") && !is_header_value("a\nb") &&
              !is_header_value({"a\0b", 3}));
static_assert(!is_header_value("\x1b[31m") && !is_header_value("\x7f"));

TEST_CASE("names have a longest length") {
  CHECK(check_bucket(std::string(63, 'a')).empty());
  CHECK_FALSE(check_bucket(std::string(64, 'a')).empty());
  CHECK(check_key(std::string(1023, 'a')).empty());
  CHECK_FALSE(check_key(std::string(1024, 'a')).empty());
}

TEST_CASE("a refusal says which name is meant") {
  CHECK(check_bucket("A").starts_with("bucket: "));
  for (std::string_view key : {"", "/a", "\\a", "a\n", "\xff"}) CHECK(check_key(key).starts_with("key: "));
}
