// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstring>
#include <upcall/testing/http/reader.hpp>

using namespace upcall::testing;

namespace {

// Gives what it holds in pieces of a few bytes.
struct text_stream {
  std::string_view text;
  std::size_t most = 3;

  std::optional<std::size_t> read(std::span<char> into, deadline) {
    const std::size_t count = std::min({into.size(), most, text.size()});
    std::memcpy(into.data(), text.data(), count);
    text.remove_prefix(count);
    return count;
  }
};

// The body as it comes, then "|" at its end or "!" where it broke off, then what is left.
std::string body_of(std::string_view text, std::optional<std::uint64_t> size) {
  text_stream stream{text};
  http_reader<text_stream> reader{stream};
  auto body = size ? http_body_reader<text_stream>{reader, *size} : http_body_reader<text_stream>::chunks(reader);
  std::string out;
  char piece[2];
  for (;;) {
    const auto count = body.read(piece);
    if (count) out.append(piece, *count);
    if (!count || *count == 0) {
      out += count ? '|' : '!';
      break;
    }
  }
  CHECK(body.ended() == out.ends_with('|'));
  while (const auto c = reader.next()) out += *c;
  return out;
}

}  // namespace

TEST_CASE("a head is its first line and its headers, byte for byte") {
  text_stream stream{"\r\nPUT /a%20b?c HTTP/1.1\r\nHost: x\r\nX-A:  a%41+\xff b \t\r\nX-A:\r\n\r\nrest"};
  http_reader<text_stream> reader{stream};
  const auto head = reader.read_head();
  REQUIRE(head);
  CHECK(head->first_line == "PUT /a%20b?c HTTP/1.1");
  CHECK(head->headers.get("x-a") == "a%41+\xff b");
  CHECK(head->headers.count("X-a") == 2);
  CHECK(reader.next() == 'r');
}

TEST_CASE("what is no head") {
  for (const std::string_view wrong :
       {std::string_view{"GET / HTTP/1.1\r\nno colon\r\n\r\n"},
        std::string_view{"GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n"},
        std::string_view{"GET / HTTP/1.1\r\nA : b\r\n\r\n"}, std::string_view{"GET / HTTP/1.1\r\n: b\r\n\r\n"},
        std::string_view{"GET / HTTP/1.1\r\nA: \0\r\n\r\n", 25}}) {
    text_stream stream{wrong};
    http_reader<text_stream> reader{stream};
    CHECK_FALSE(reader.read_head());
    CHECK(reader.malformed());
  }
  text_stream ended{"GET / HTTP/1.1\r\nA: b\r\n"};
  http_reader<text_stream> reader{ended};
  CHECK_FALSE(reader.read_head());
  CHECK_FALSE(reader.malformed());
}

TEST_CASE("a head has a longest length") {
  const std::string long_head =
      "GET / HTTP/1.1\r\nA: " + std::string(http_reader<text_stream>::longest_head, 'a') + "\r\n\r\n";
  text_stream stream{long_head, 4096};
  http_reader<text_stream> reader{stream};
  CHECK_FALSE(reader.read_head());
  CHECK(reader.malformed());
}

TEST_CASE("a body of a length ends there, or broke off") {
  CHECK(body_of("12345rest", 5) == "12345|rest");
  CHECK(body_of("rest", 0) == "|rest");
  CHECK(body_of("123", 5) == "123!");
}

TEST_CASE("a body in chunks") {
  CHECK(body_of("3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\nrest", {}) == "abc0123456789|rest");
  CHECK(body_of("1\r\na\r\n0\r\nTrailer: x\r\n\r\nrest", {}) == "a|rest");
  CHECK(body_of("0\r\n\r\n", {}) == "|");
  for (const char* wrong : {"", "3\r\nab", "x\r\na\r\n", "-1\r\n", "1\r\nab\r\n0\r\n\r\n", "1\r\na\r\n",
                            "1\r\na\r\n0\r\n", "1000000000000000\r\n", "\r\n\r\n"}) {
    CAPTURE(wrong);
    CHECK(body_of(wrong, {}).find('!') != std::string::npos);
  }
}
