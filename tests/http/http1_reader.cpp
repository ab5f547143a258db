// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "malformed_answers.hpp"
#include "support/read_answer.hpp"
#include <set>
#include <string>
#include <upcall/http/http1_reader.hpp>

using given::bytes_to_read;
using given::read_answer;
using given::way_to_read;

namespace {

const std::string ok = "HTTP/1.1 200 OK\r\n", hello = "Content-Length: 5\r\n\r\nhello",
                  chunks = ok + "Transfer-Encoding: chunked\r\n\r\n";

// Every way in which bytes may come through a buffer that is large enough.
void in_pieces(auto check) {
  for (std::size_t at_once : {1u, 2u, 3u, 5u, 17u, 64u, 1'000'000u}) {
    for (std::size_t room : {1'024u, 70'000u}) check(way_to_read{.room = room, .at_once = at_once});
  }
}

std::string too_long = "the answer has a line longer than the transport's Room; give it a larger one";
const std::string malformed = "the answer is no HTTP/1.1";

// Reads an answer when this is compiled.
constexpr bool read_by_the_compiler(std::string_view bytes, int status, std::string_view body) {
  char room[128]{}, kept[64]{};
  bytes_to_read from{.left = bytes, .at_once = 3};
  upcall::response answer{kept};
  upcall::http1_reader<bytes_to_read> reader{from, room};
  return reader.read(answer, false).empty() && answer.status == status && answer.body() == body && reader.goes_on();
}

}  // namespace

TEST_CASE("answers can be read by the compiler") {
  STATIC_REQUIRE(read_by_the_compiler("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"));
  STATIC_REQUIRE(read_by_the_compiler(
      "HTTP/1.1 100 \r\n\r\nHTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n", 404, "no"));
}

TEST_CASE("malformed and doubtful answers are refused, and nothing is read after them") {
  const auto answers = given::malformed_answers();
  CHECK(std::set<std::string>(answers.begin(), answers.end()).size() >= 300);
  for (const std::string& bytes : answers) {
    INFO(bytes.substr(0, 300));
    for (std::size_t room : {65'536u, 256u, 128u}) {
      for (std::size_t at_once : {1u, 1'000'000u}) {
        const read_answer read{bytes, {.room = room, .at_once = at_once}};
        CHECK_FALSE(read.is_whole());
        CHECK_FALSE(read.goes_on);
      }
    }
  }
}

TEST_CASE("odd answers are taken") {
  for (const auto& [bytes, status, body, goes_on, to_head] : given::odd_answers()) {
    INFO(bytes.substr(0, 300));
    for (std::size_t room : {1'024u, 65'536u}) {
      for (std::size_t at_once : {1u, 4u, 1'000'000u}) {
        const read_answer read{bytes, {.room = room, .at_once = at_once, .to_head = to_head}};
        CHECK(read.wrong.empty());
        CHECK(read.status == status);
        CHECK(read.body == body);
        // What comes after an answer is seen when it comes at once with it, and else before the next request.
        if (at_once > bytes.size()) CHECK(read.goes_on == goes_on);
      }
    }
  }
}

TEST_CASE("status, headers and body come as they are, in whatever pieces") {
  const std::string bytes =
                        "HTTP/1.1 203 Odd\r\nETag: \"1\"\r\nX-Empty:\r\nX-Inner: a  b\tc \r\nx-percent: %41+\r\n"
                        "Content-Length: 11\r\n\r\nhello\0world",
                    all = bytes.substr(0, bytes.size()) + std::string("\0world", 6);
  in_pieces([&](const way_to_read& by) {
    const read_answer read{all, by};
    REQUIRE(read.is_whole());
    CHECK(read.status == 203);
    CHECK(read.body == std::string("hello\0world", 11));
    CHECK(read.goes_on);
    REQUIRE(read.headers.size() == 5);
    CHECK(read.headers[0] == std::pair<std::string, std::string>{"ETag", "\"1\""});
    CHECK(read.headers[1] == std::pair<std::string, std::string>{"X-Empty", ""});
    CHECK(read.headers[2] == std::pair<std::string, std::string>{"X-Inner", "a  b\tc"});
    CHECK(read.headers[3] == std::pair<std::string, std::string>{"x-percent", "%41+"});
    CHECK(read.headers[4].first == "Content-Length");
  });
}

TEST_CASE("an answer is whole at its last byte alone") {
  const std::string trailer = chunks + "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX: y\r\n\r\n";
  for (const std::string& whole :
       {ok + "ETag: \"1\"\r\n" + hello, trailer, "HTTP/1.1 100 Continue\r\n\r\n" + ok + hello}) {
    in_pieces([&](const way_to_read& by) {
      CHECK(read_answer(whole, by).is_whole());
      for (std::size_t size = 0; size != whole.size(); ++size) {
        const read_answer read{whole.substr(0, size), by};
        INFO(size);
        CHECK(read.wrong == (size == 0 ? "no answer came" : "the answer ended before it was whole"));
        CHECK_FALSE(read.goes_on);
      }
    });
  }
}

TEST_CASE("what is wrong with the stream is told, and never an end") {
  for (const std::string& begun :
       {std::string{}, ok.substr(0, 9), ok, ok + "\r\n", ok + "\r\nhello", ok + hello.substr(0, 24)}) {
    INFO(begun);
    const read_answer read{bytes_to_read{.left = begun, .wrong_then = "the line is cut"}};
    CHECK(read.wrong == "the line is cut");
    CHECK_FALSE(read.goes_on);
  }
}

TEST_CASE("nothing of an interim answer, and nothing of a trailer, is the answer's") {
  const read_answer read{"HTTP/1.1 103 Early Hints\r\nETag: \"0\"\r\nContent-Length: 7\r\nConnection: close\r\n\r\n" +
                         chunks + "5\r\nhello\r\n0\r\nETag: \"2\"\r\nContent-Length: 7\r\nConnection: close\r\n\r\n"};
  REQUIRE(read.is_whole());
  CHECK(read.body == "hello");
  REQUIRE(read.headers.size() == 1);
  CHECK(read.headers[0].first == "Transfer-Encoding");
  CHECK(read.goes_on);
}

TEST_CASE("bytes after an answer end the connection") {
  for (const std::string& whole : {ok + hello, chunks + "0\r\n\r\n", std::string{"HTTP/1.1 204 No\r\n\r\n"}}) {
    CHECK(read_answer(whole).goes_on);
    CHECK(read_answer(whole + "!").is_whole());
    CHECK_FALSE(read_answer(whole + "!").goes_on);
    CHECK(read_answer(whole + "!", {.at_once = 1}).left == 1);  // these are for who looks at the stream to find
  }
}

TEST_CASE("no more is read than the answer has") {
  const std::string more = "HTTP/1.1 500 Another\r\n";
  for (const auto& [bytes, status, body, goes_on, to_head] : given::odd_answers()) {
    if (!goes_on) continue;
    CHECK(read_answer(bytes + more, {.at_once = 1, .to_head = to_head}).left == more.size());
  }
}

TEST_CASE("a line that fits the buffer is read, one that does not is told when it counts") {
  for (std::size_t room : {128u, 129u, 200u, 1'000u}) {
    for (std::size_t at_once : {1u, 7u, 1'000'000u}) {
      const way_to_read by{.room = room, .at_once = at_once};
      const auto line = [](const std::string& name, std::size_t size) {  // with its CR LF
        return name + std::string(size - name.size() - 2, 'v') + "\r\n";
      };
      INFO(room << ' ' << at_once);
      const read_answer fits{ok + line("X-Long: ", room) + hello, by};
      CHECK(fits.is_whole());
      CHECK(fits.headers.at(0).second.size() == room - 10);
      CHECK(read_answer(ok + line("X-Long: ", room + 1) + hello, by).wrong == too_long);
      CHECK(read_answer(line("HTTP/1.1 200 ", room) + hello, by).is_whole());
      CHECK(read_answer(line("HTTP/1.1 200 ", room + 1) + hello, by).wrong == too_long);
      CHECK(read_answer(chunks + line("5;", room) + "hello\r\n0\r\n\r\n", by).is_whole());
      CHECK(read_answer(chunks + line("5;", room + 1) + "hello\r\n0\r\n\r\n", by).wrong == too_long);
    }
  }
}

TEST_CASE("a header that nobody sees may be longer than the buffer") {
  for (std::size_t room : {128u, 129u, 200u}) {
    for (std::size_t at_once : {1u, 7u, 64u, 1'000'000u}) {
      for (std::size_t size = room - 4; size != 3 * room; ++size) {
        const way_to_read by{.room = room, .at_once = at_once, .observes = false};
        const std::string lines = "ETag: \"1\"\r\nX: " + std::string(size, 'v') + "\r\nx-oss-request-id: R\r\n";
        INFO(room << ' ' << at_once << ' ' << size);
        const read_answer read{ok + lines + hello, by};
        REQUIRE(read.wrong.empty());
        REQUIRE(read.body == "hello");
        REQUIRE(read.goes_on);
        const read_answer interim{"HTTP/1.1 103 Hints\r\n" + lines + "\r\n" + ok + hello, by};
        REQUIRE(interim.body == "hello");
        const read_answer trailer{chunks + "5\r\nhello\r\n0\r\n" + lines + "\r\n", by};
        REQUIRE(trailer.wrong.empty());
        REQUIRE(trailer.body == "hello");
      }
    }
  }
}

TEST_CASE("what is after a long header is read as it is") {
  char room[128], kept[64];
  const std::string bytes = ok + "X: " + std::string(500, 'v') + "\r\nETag: \"1\"\r\nx-oss-request-id: R\r\n" + hello;
  bytes_to_read from{.left = bytes};
  upcall::response answer{kept};
  upcall::http1_reader<bytes_to_read> reader{from, room};
  CHECK(reader.read(answer, false).empty());
  CHECK(answer.etag == "\"1\"");
  CHECK(answer.request_id == "R");
  CHECK(answer.content_length == 5u);
  CHECK(answer.body() == "hello");
}

TEST_CASE("a long header is no way round the rules") {
  const std::string padding(300, ' '), value(300, 'v');
  for (const std::string& lines :
       {"Content-Length:" + padding + "5", "transfer-encoding:" + padding + "chunked",
        "Connection:" + padding + "close", " folded" + value, "no colon" + value, "a b:" + value,
        std::string(100, 'n') + ": " + value, "X: " + value + "\rY", "X: " + value + "\r\r",
        "X: " + std::string(90, 'v') + "\rY: " + value, "X: " + value + "\nContent-Length: 4",
        "X: " + std::string(120, 'v') + "\nContent-Length: 4" + value, "X: " + value + "\x7f",
        "X: " + value + '\0' + value, "X: " + value + "\x01" + value}) {
    for (std::size_t at_once : {1u, 64u, 1'000'000u}) {
      INFO(lines);
      const read_answer read{ok + lines + "\r\nContent-Length: 5\r\n\r\nhello",
                             {.room = 128, .at_once = at_once, .observes = false}};
      CHECK(read.wrong == malformed);
    }
  }
}

TEST_CASE("heads do not go on for ever") {
  constexpr std::size_t most = 64 * 1024;
  const auto many = [](const std::string& line, std::size_t size) {
    std::string out;
    while (out.size() + line.size() <= size) out += line;
    return out;
  };
  for (std::size_t room : {256u, 65'536u}) {
    for (const std::string& line : {std::string{"X: y\r\n"}, "X: " + std::string(295, 'v') + "\r\n"}) {
      const way_to_read by{.room = room, .observes = false};
      const std::string enough = many(line, most - 400), half = many(line, most / 2 + 300);
      INFO(room << ' ' << line);
      CHECK(read_answer(ok + enough + hello, by).is_whole());
      CHECK(read_answer(ok + half + half + hello, by).wrong == malformed);
      CHECK(read_answer("HTTP/1.1 103 Hints\r\n" + enough + "\r\n" + ok + hello, by).is_whole());
      CHECK(read_answer("HTTP/1.1 103 Hints\r\n" + half + "\r\n" + ok + half + hello, by).wrong == malformed);
      CHECK(read_answer(chunks + "5\r\nhello\r\n0\r\n" + enough + "\r\n", by).is_whole());
      CHECK(read_answer(chunks + "5\r\nhello\r\n0\r\n" + half + half + "\r\n", by).wrong == malformed);
    }
  }
  // Chunks may be many.
  CHECK(read_answer(chunks + many("1;extension\r\nx\r\n", 10 * most) + "0\r\n\r\n").is_whole());
}

TEST_CASE("a body that nobody takes has a most, one that is taken has none") {
  constexpr std::size_t most = std::size_t{16} << 20;
  const auto read = [](const std::string& bytes, bool takes) {
    char room[4096], kept[64];
    bytes_to_read from{.left = bytes};
    upcall::response answer{kept};
    std::size_t taken = 0;
    auto take = [&](std::string_view piece) {
      taken += piece.size();
      return true;
    };
    if (takes) answer.deliver = take;
    upcall::http1_reader<bytes_to_read> reader{from, room};
    return std::string{reader.read(answer, false)};
  };
  const std::string body(most, 'x'), length = "Content-Length: " + std::to_string(most);
  CHECK(read(ok + length + "\r\n\r\n" + body, false).empty());
  CHECK(read(ok + "\r\n" + body, false).empty());
  CHECK(read(ok + "\r\n" + body + "!", false) == "the answer does not end");
  CHECK(read(ok + "\r\n" + body + "!", true).empty());
  CHECK(read("HTTP/1.1 400 No\r\n\r\n" + body + "!", true) == "the answer does not end");
  CHECK(read(ok + "Content-Length: 99999999999\r\n\r\n" + body + "!", false) == "the answer does not end");
}

TEST_CASE("who takes a body may want no more of it") {
  for (const std::string& bytes : {ok + hello, chunks + "5\r\nhello\r\n0\r\n\r\n", ok + "\r\nhello"}) {
    char room[128], kept[64];
    bytes_to_read from{.left = bytes};
    upcall::response answer{kept};
    auto stop = [](std::string_view) { return false; };
    answer.deliver = stop;
    upcall::http1_reader<bytes_to_read> reader{from, room};
    CHECK(reader.read(answer, false) == "the answer was wanted no more");
    CHECK_FALSE(reader.goes_on());
  }
}
