// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/operations/upload_session.hpp>
#include <upcall/testing/written.hpp>

using upcall::read_receipt;
using upcall::read_session;
using upcall::testing::written;

namespace {

const upcall::upload_session session{1, {"examplebucket"}, {"a \"key\"/\xC3\xBC"}, {"ID"}, 300'000, 102'400, {"abc"}};
constexpr const char* text =
    "{\"upcall_session\":1,\"bucket\":\"examplebucket\",\"key\":\"a \\\"key\\\"/\xC3\xBC\",\"upload_id\":\"ID\","
    "\"size\":300000,\"part_size\":102400,\"nonce\":\"abc\"}";

std::string with(std::string old, const std::string& from, const std::string& to) {
  const std::size_t at = old.find(from);
  REQUIRE(at != old.npos);
  return old.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a session is written and read back") {
  CHECK(written([](auto& to) { write_session(to, session); }) == text);
  const auto back = read_session(std::string{text} + "\n");
  REQUIRE(back);
  CHECK(written([&](auto& to) { write_session(to, *back); }) == text);
  CHECK(back->plan().count() == 3);
  CHECK(back->plan().size_of(3) == 300'000 - 2 * 102'400);
}

TEST_CASE("a text that is no session is refused, with what to do") {
  const std::string good = text;
  for (std::size_t size = 0; size != good.size(); ++size) CHECK_FALSE(read_session(good.substr(0, size)));
  CHECK(read_session(with(good, "session\":1", "session\":2")).wrong() ==
        "session: of a later version of upcall; use that");
  CHECK_FALSE(read_session(with(good, "examplebucket", "Bucket")));
  CHECK_FALSE(read_session(with(good, "\"a ", "\"/a ")));
  CHECK_FALSE(read_session(with(good, "\"ID\"", "\"\"")));
  CHECK_FALSE(read_session(with(good, "102400", "102399")));
  CHECK_FALSE(read_session(with(good, "102400", "0")));
  CHECK_FALSE(read_session(with(good, ":300000", ":3000000000")));
  CHECK_FALSE(read_session(with(good, ":300000", ":-1")));
  for (const char* rubbish : {"", "null", "[]", "{}", "\"\"", "{\"upcall_session\":1}", "\xff\xfe"})
    CHECK_FALSE(read_session(rubbish));
}

TEST_CASE("a receipt is written and read back") {
  const upcall::stored_part part{7, 102'400, 18446744073709551615u, {"\"E\""}};
  const std::string line = written([&](auto& to) { write_receipt(to, part); });
  CHECK(line == "{\"part\":7,\"size\":102400,\"crc64\":18446744073709551615,\"etag\":\"\\\"E\\\"\"}");
  const auto back = read_receipt(line);
  REQUIRE(back);
  CHECK(*back == part);
  for (std::size_t size = 0; size != line.size(); ++size) CHECK_FALSE(read_receipt(line.substr(0, size)));
  CHECK_FALSE(read_receipt(with(line, ":7", ":0")));
  CHECK_FALSE(read_receipt(with(line, ":7", ":10001")));
  CHECK_FALSE(read_receipt(with(line, "\"\\\"E\\\"\"", "\"\"")));
}
