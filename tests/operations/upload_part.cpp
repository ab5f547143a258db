// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include "support/temporary_file.hpp"
#include <string>
#include <upcall/bodies/file.hpp>
#include <upcall/policies/retry/exponential_backoff.hpp>

using upcall::exponential_backoff;
using upcall::fault;
using upcall::recorded;
using upcall::recorded_answer;
using upcall::text;

namespace {

constexpr const char* sum_of_digits = "11051210869376104954";  // of "123456789"

recorded_answer stored(std::string etag = "\"E\"", const char* crc64 = sum_of_digits) {
  return {.headers = {{"ETag", std::move(etag)}, {"x-oss-hash-crc64ecma", crc64}}};
}

// A body that says it is large, and is not asked for a byte.
struct huge {
  std::uint64_t size_;
  std::uint64_t size() const { return size_; }
  static upcall::result<std::size_t> read(std::span<char>) { return std::size_t{0}; }
  static bool rewind() { return true; }
};

}  // namespace

TEST_CASE("a part goes under its number, with the headers that belong to it, and tells what Complete needs") {
  given::client oss{given::service, recorded{{stored()}}};
  std::uint64_t told = 0;
  auto follow = [&](std::uint64_t done, std::uint64_t) {
    told = done;
    return true;
  };
  const auto out = oss.bucket("examplebucket")
                       .upload_part("a b", "I&", 10'000, text{"123456789"},
                                    {.headers = {{"x-oss-traffic-limit", "819200"}, {"Cache-Control", "no-cache"}},
                                     .progress = follow});
  REQUIRE(out);
  CHECK(*out == upcall::stored_part{10'000, 9, 11051210869376104954u, {"\"E\""}});
  CHECK(told == 9);
  const auto& sent = given::requests(oss).at(0);
  CHECK(sent.method == "PUT");
  CHECK(sent.target == "/a%20b?partNumber=10000&uploadId=I%26");
  CHECK(sent.has_body);
  CHECK(sent.content_length == 9);
  CHECK(sent.body == "123456789");
  CHECK(*sent.header("x-oss-traffic-limit") == "819200");
  CHECK(sent.header("content-type") == nullptr);
  CHECK(sent.headers.size() == 1 + 3);
}

TEST_CASE("a file is a part, too") {
  const given::temporary_file digits{"123456789"};
  given::client oss{given::service, recorded{{stored()}}};
  const auto out = oss.bucket("examplebucket").upload_part("k", "I", 1, upcall::file{digits.path()});
  REQUIRE(out);
  CHECK(out->crc64 == 11051210869376104954u);
  CHECK(given::requests(oss).at(0).body == "123456789");
}

TEST_CASE("part numbers are 1 to 10,000, and parts at most 5 GB: others are never sent") {
  given::client oss{given::service, recorded{{stored()}}};
  auto bucket = oss.bucket("examplebucket");
  for (std::uint32_t number : {0u, 10'001u, UINT32_MAX}) {
    const auto out = bucket.upload_part("k", "I", number, text{"x"});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::client);
    CHECK(out.error().message == "part: its number is 1 to 10,000");
  }
  const auto large = bucket.upload_part("k", "I", 1, huge{(std::uint64_t{5} << 30) + 1});
  CHECK(large.error().kind == fault::client);
  CHECK(large.error().message.view().find("5 GB") != std::string_view::npos);
  CHECK(bucket.upload_part("k", "", 1, text{"x"}).error().kind == fault::client);
  CHECK(bucket.upload_part("k", "I", 1, text{"x"}, {.headers = {{"Content-MD5", "m"}}}).error().kind == fault::client);
  CHECK(given::requests(oss).empty());
  // Of exactly 5 GB it is sent, here as far as its bytes last.
  CHECK(bucket.upload_part("k", "I", 1, huge{std::uint64_t{5} << 30}).error().kind == fault::file_inconsistent);
}

TEST_CASE("a part without an ETag, or with one too long to keep, is none: no upload could be completed with it") {
  for (const std::string& etag : {std::string{}, std::string(45, 'e'), std::string(49, 'e'), std::string(500, 'e')}) {
    given::client oss{given::service, recorded{{stored(etag)}}};
    const auto out = oss.bucket("examplebucket").upload_part("k", "I", 1, text{"123456789"});
    REQUIRE_FALSE(out);
    CHECK(out.error().kind == fault::server);
    CHECK(out.error().status == 200);
    CHECK(out.error().message.view().find("ETag") != std::string_view::npos);
  }
  given::client oss{given::service, recorded{{stored(std::string(44, 'e'))}}};
  CHECK(oss.bucket("examplebucket").upload_part("k", "I", 1, text{"123456789"}));
}

TEST_CASE("a checksum that differs is sent again, then told") {
  given::client once{given::service, recorded{{stored("\"E\"", "1"), stored()}}, exponential_backoff{}};
  CHECK(once.bucket("examplebucket").upload_part("k", "I", 1, text{"123456789"}));
  CHECK(given::requests(once).size() == 2);
  CHECK(given::requests(once).at(1).body == "123456789");

  given::client always{given::service, recorded{{stored("\"E\"", "1"), stored("\"E\"", "1"), stored("\"E\"", "1")}},
                       exponential_backoff{}};
  const auto out = always.bucket("examplebucket").upload_part("k", "I", 1, text{"123456789"});
  REQUIRE_FALSE(out);
  CHECK(out.error().kind == fault::crc_inconsistent);
}

TEST_CASE("a part that is refused for good is sent once") {
  given::client oss{given::service, recorded{{{.status = 403, .body = "<Error><Code>AccessDenied</Code></Error>"}}},
                    exponential_backoff{}};
  const auto out = oss.bucket("examplebucket").upload_part("k", "I", 1, text{"x"});
  REQUIRE_FALSE(out);
  CHECK(out.error().code == "AccessDenied");
  CHECK(given::requests(oss).size() == 1);
}
