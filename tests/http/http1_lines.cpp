// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <upcall/http/http1_lines.hpp>

using namespace std::string_literals;
using namespace std::string_view_literals;
using upcall::http1::find_colon;
using upcall::http1::framing;
using upcall::http1::read_chunk_size;
using upcall::http1::read_status;

namespace {

// All characters that no line may hold.
std::string controls() {
  std::string out;
  for (int c = 0; c != 0x20; ++c) {
    if (c != '\t') out.push_back(static_cast<char>(c));
  }
  return out + '\x7f';
}

struct header {
  std::string_view name, value;
};

// Whether these headers leave no doubt, and what they say.
struct read_framing {
  framing says = {};
  bool clear = true;

  constexpr read_framing(std::initializer_list<header> headers) {
    for (const auto& [name, value] : headers) clear = clear && says.take(name, value);
  }
};

}  // namespace

TEST_CASE("the status of a status line") {
  STATIC_REQUIRE(read_status("HTTP/1.1 200 OK"sv) == 200);
  STATIC_REQUIRE(read_status("HTTP/1.0 404 Not Found"sv) == 404);
  STATIC_REQUIRE(read_status("HTTP/1.1 203 "sv) == 203);
  STATIC_REQUIRE(read_status("HTTP/1.1 503"sv) == 503);
  STATIC_REQUIRE(read_status("HTTP/1.1 200  two blanks\tand a tab"sv) == 200);
  STATIC_REQUIRE(read_status("HTTP/1.1 200 \xe5\xa5\xbd"sv) == 200);
  for (int status = 100; status != 600; ++status) CHECK(read_status("HTTP/1.1 " + std::to_string(status)) == status);
}

TEST_CASE("what is no status line") {
  for (const auto line : {""sv,
                          "HTTP/1.1"sv,
                          "HTTP/1.1 "sv,
                          "HTTP/1.1 20"sv,
                          "HTTP/1.1 2000"sv,
                          "HTTP/1.1 200OK"sv,
                          "HTTP/1.1  200 OK"sv,
                          "HTTP/1.1\t200 OK"sv,
                          "HTTP/1.1 200\tOK"sv,
                          "HTTP/1.1 099 No"sv,
                          "HTTP/1.1 000 No"sv,
                          "HTTP/1.1 600 No"sv,
                          "HTTP/1.1 999 No"sv,
                          "HTTP/1.1 abc No"sv,
                          "HTTP/1.1 +20 No"sv,
                          "HTTP/1.1 -20 No"sv,
                          "HTTP/1.1 2 0 No"sv,
                          "HTTP/1.1 0x2 No"sv,
                          "HTTP/1.2 200 OK"sv,
                          "HTTP/1.9 200 OK"sv,
                          "HTTP/1. 200 OK"sv,
                          "HTTP/1.11 200 OK"sv,
                          "HTTP/2 200 OK"sv,
                          "HTTP/2.0 200 OK"sv,
                          "HTTP/0.9 200 OK"sv,
                          "http/1.1 200 OK"sv,
                          "HTTPS/1.1 200 OK"sv,
                          " HTTP/1.1 200 OK"sv,
                          "ICY 200 OK"sv,
                          "RTSP/1.0 200 OK"sv,
                          "200 OK"sv,
                          "<html>"sv}) {
    INFO(line);
    CHECK(read_status(line) == 0);
  }
  for (char c : controls()) {
    INFO(int{c});
    CHECK(read_status("HTTP/1.1 200 O"s + c + "K") == 0);
  }
}

TEST_CASE("the colon of a header line") {
  STATIC_REQUIRE(find_colon("ETag: \"1\""sv) == 4);
  STATIC_REQUIRE(find_colon("a:"sv) == 1);
  STATIC_REQUIRE(find_colon("Date:Tue, 14 Nov 2023 22:13:20 GMT"sv) == 4);
  STATIC_REQUIRE(find_colon("!#$%&'*+-.^_`|~09azAZ: \t \xff:\t"sv) == 21);
}

TEST_CASE("what is no header line") {
  for (const auto line :
       {""sv,       ":"sv,      ": b"sv,    "a"sv,        "no colon"sv, "a : b"sv,  "a\t: b"sv,      " a: b"sv,
        "\ta: b"sv, " b"sv,     "a b: c"sv, "\"a\": b"sv, "a(b): c"sv,  "a/b: c"sv, "\xc3\xa9: b"sv, "{a}: b"sv,
        "a@b: c"sv, "a,b: c"sv, "a;b: c"sv, "[a]: b"sv,   "a=b: c"sv}) {
    INFO(line);
    CHECK(find_colon(line) == 0);
  }
  for (char c : controls()) {
    INFO(int{c});
    CHECK(find_colon("a"s + c + ": b") == 0);
    CHECK(find_colon("a: b"s + c + "c") == 0);
    CHECK(find_colon("a: b"s + c) == 0);
  }
}

TEST_CASE("the size of a chunk") {
  STATIC_REQUIRE(read_chunk_size("0"sv) == 0u);
  STATIC_REQUIRE(read_chunk_size("5"sv) == 5u);
  STATIC_REQUIRE(read_chunk_size("1a2B"sv) == 0x1a2bu);
  STATIC_REQUIRE(read_chunk_size("000000000000005"sv) == 5u);
  STATIC_REQUIRE(read_chunk_size("fffffffffffffff"sv) == (std::uint64_t{1} << 60) - 1);
  STATIC_REQUIRE(read_chunk_size("5;a"sv) == 5u);
  STATIC_REQUIRE(read_chunk_size("5;a=b;c=\"d e\tf\""sv) == 5u);
  for (int digit = 0; digit != 16; ++digit) {
    CHECK(read_chunk_size(std::string_view{"0123456789abcdef"}.substr(static_cast<std::size_t>(digit), 1)) ==
          static_cast<std::uint64_t>(digit));
    CHECK(read_chunk_size(std::string_view{"0123456789ABCDEF"}.substr(static_cast<std::size_t>(digit), 1)) ==
          static_cast<std::uint64_t>(digit));
  }
}

TEST_CASE("what is no size of a chunk") {
  for (const auto line : {""sv,
                          ";a"sv,
                          " 5"sv,
                          "\t5"sv,
                          "5 "sv,
                          "5\t"sv,
                          "5 ;a"sv,
                          "5\r"sv,
                          "5\r;a"sv,
                          "5;a\r"sv,
                          "+5"sv,
                          "-5"sv,
                          "-0"sv,
                          "0x5"sv,
                          "0X5"sv,
                          "5h"sv,
                          "g"sv,
                          "5,5"sv,
                          "5 5"sv,
                          "5.0"sv,
                          "5_0"sv,
                          "\"5\""sv,
                          "\xd9\xa5"sv,
                          "5=a"sv,
                          "1000000000000000"sv,
                          "0000000000000005"sv,
                          "ffffffffffffffff"sv,
                          "10000000000000005"sv}) {
    INFO(line);
    CHECK_FALSE(read_chunk_size(line));
  }
  for (char c : controls()) {
    INFO(int{c});
    CHECK_FALSE(read_chunk_size("5"s + c));
    CHECK_FALSE(read_chunk_size("5;a"s + c + "b"));
  }
}

TEST_CASE("how an answer's body ends") {
  STATIC_REQUIRE(read_framing{{"Content-Length", "5"}}.says.length == 5u);
  STATIC_REQUIRE(read_framing{{"content-length", "0"}}.says.length == 0u);
  STATIC_REQUIRE(read_framing{{"Content-Length", "18446744073709551615"}}.says.length == ~std::uint64_t{0});
  STATIC_REQUIRE(read_framing{{"Transfer-Encoding", "chunked"}}.says.chunked);
  STATIC_REQUIRE(read_framing{{"TRANSFER-ENCODING", "Chunked"}}.says.chunked);
  const read_framing neither{{"Content-Type", "a"}, {"Content-Length-", "b"}, {"Trailer", "c"}};
  CHECK(neither.clear);
  CHECK_FALSE(neither.says.chunked);
  CHECK_FALSE(neither.says.closes);
  CHECK_FALSE(neither.says.length);
}

TEST_CASE("an answer whose body ends in two places, or in one that is not known, is refused") {
  for (const auto value : {""sv, "+5"sv, "-1"sv, "-0"sv, "0x5"sv, "5 5"sv, "5,5"sv, "5, 5"sv, "5;"sv, "5.0"sv, "5e1"sv,
                           "abc"sv, "5\0"sv, "18446744073709551616"sv, "99999999999999999999"sv, "\"5\""sv}) {
    INFO(value);
    CHECK_FALSE(read_framing{{"Content-Length", value}}.clear);
  }
  for (const auto value : {""sv, "gzip"sv, "identity"sv, "gzip, chunked"sv, "chunked, gzip"sv, "chunked, chunked"sv,
                           "chunked;a=b"sv, "xchunked"sv, "chunkedx"sv, "\"chunked\""sv, "chunked,"sv, ",chunked"sv}) {
    INFO(value);
    CHECK_FALSE(read_framing{{"Transfer-Encoding", value}}.clear);
  }
  CHECK_FALSE(read_framing{{"Content-Length", "5"}, {"Content-Length", "5"}}.clear);
  CHECK_FALSE(read_framing{{"Content-Length", "5"}, {"content-length", "6"}}.clear);
  CHECK_FALSE(read_framing{{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}.clear);
  CHECK_FALSE(read_framing{{"Transfer-Encoding", "chunked"}, {"Content-Length", "5"}}.clear);
  CHECK_FALSE(read_framing{{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}.clear);
}

TEST_CASE("whether the connection goes on") {
  for (const auto value : {"close"sv, "Close"sv, "CLOSE"sv, "keep-alive, close"sv, "close,x"sv, "x ,\tclose , y"sv,
                           ",close"sv, "close,"sv}) {
    INFO(value);
    CHECK(read_framing{{"Connection", value}}.says.closes);
  }
  for (const auto value : {""sv, "keep-alive"sv, "closed"sv, "not-close"sv, ","sv, "clo,se"sv, "\"close\""sv}) {
    INFO(value);
    const read_framing read{{"Connection", value}};
    CHECK(read.clear);
    CHECK_FALSE(read.says.closes);
  }
  const read_framing twice{{"Connection", "close"}, {"Connection", "keep-alive"}};
  CHECK(twice.clear);
  CHECK(twice.says.closes);
}

TEST_CASE("which headers are about the framing") {
  for (const auto name : {"Content-Length"sv, "transfer-encoding"sv, "CONNECTION"sv}) CHECK(framing::is_about(name));
  for (const auto name : {""sv, "Content"sv, "ETag"sv, "Keep-Alive"sv, "content-length "sv}) {
    INFO(name);
    CHECK_FALSE(framing::is_about(name));
  }
}
