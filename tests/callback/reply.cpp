// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/callback/reply.hpp>

namespace {

using upcall::check_reply;
using enum upcall::reply_problem;

static_assert(check_reply(200, "15", R"({"Status":"OK"})") == none);
static_assert(upcall::advice(none).empty());

}  // namespace

TEST_CASE("what an application server may answer") {
  CHECK(check_reply(200, "2", "[]") == none);
  CHECK(check_reply(200, "4", "null") == none);
  for (const int status : {100, 201, 203, 204, 301, 400, 500, 502})
    CHECK(check_reply(status, "2", "{}") == error_status);
  CHECK(check_reply(200, {}, "{}") == missing_content_length);
  for (const auto* length : {"", "0", "-2", "+2", "two", "2,2", " 2"})
    CHECK(check_reply(200, length, "{}") == invalid_content_length);
  CHECK(check_reply(200, "5", "\xef\xbb\xbf{}") == byte_order_mark);
  for (const auto* body : {"", "OK", "<html></html>", "{", "{}{}", "Status=OK"})
    CHECK(check_reply(200, "9", body) == not_json);
}

TEST_CASE("one megabyte is the most") {
  const std::string most = '"' + std::string(1024 * 1024 - 2, 'a') + '"';
  CHECK(check_reply(200, "1048576", most) == none);
  CHECK(check_reply(200, "1048577", most) == too_long);
  CHECK(check_reply(200, "1048576", most + ' ') == too_long);
}

TEST_CASE("each has a sentence") {
  for (const auto each :
       {error_status, missing_content_length, invalid_content_length, too_long, byte_order_mark, not_json}) {
    CHECK(upcall::advice(each).starts_with("callback answer: "));
  }
}
