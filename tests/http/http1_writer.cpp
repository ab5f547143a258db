// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/acting_transport.hpp"
#include "support/client.hpp"
#include <algorithm>
#include <string>
#include <upcall/http/http1_writer.hpp>
#include <vector>

using upcall::fault;
using upcall::http1_writer;
using upcall::nothing;
using upcall::result;

namespace {

// Keeps what is written. It takes so many bytes, then no more: the far end has something to say, or something is wrong.
struct keeping {
  std::vector<std::string> pieces = {};
  std::size_t takes = std::string::npos;
  std::string_view wrong_then = {};

  static upcall::verdict connect(const upcall::stream_target&) { return nothing{}; }
  static upcall::transferred read(std::span<char>) { return {}; }
  upcall::transferred write(std::string_view text) {
    const std::size_t size = std::min(text.size(), takes);
    pieces.emplace_back(text.substr(0, size));
    takes -= takes == std::string::npos ? 0 : size;
    return {size, size == text.size() ? std::string_view{} : wrong_then};
  }
  static void close() {}

  std::string all() const {
    std::string out;
    for (const auto& each : pieces) out += each;
    return out;
  }
};

result<nothing> write_whole(auto& writer, const upcall::signed_request& request, upcall::payload auto& from) {
  if constexpr (upcall::body<decltype(from)>) {
    writer.write_head(request);
    return writer.write_body(from, request.has_body() ? request.content_length() : 0);
  } else {
    writer.write_chunked_head(request);
    return writer.write_chunks(from);
  }
}

// What a call of the client writes.
template <class Call>
std::string written(Call call, std::size_t room_size = 1024, const upcall::endpoint& to = given::service) {
  std::string out;
  auto write = [&](const upcall::signed_request& request, auto& from, upcall::response& answer) -> result<nothing> {
    answer.status = 200;
    keeping stream;
    std::vector<char> room(room_size);
    http1_writer<keeping> writer{stream, room};
    auto done = write_whole(writer, request, from);
    out = stream.all();
    CHECK(writer.is_whole() == done.has_value());
    return done;
  };
  given::client oss{to, given::acting_transport<decltype(write)>{&write}};
  call(oss.bucket("examplebucket"));
  return out;
}

// Without its Authorization, which is the signer's matter.
std::string without_signature(std::string request) {
  const std::size_t at = request.find("authorization: ");
  REQUIRE(at != std::string::npos);
  return request.erase(at, request.find("\r\n", at) + 2 - at);
}

constexpr auto put_hello = [](auto bucket) {
  return bucket.put_object("files/a b", upcall::text{"hello"}).has_value();
};

// The same from a function.
constexpr auto put_read_hello = [](auto bucket) {
  std::string_view left = "hello";
  return bucket
      .put_object("files/a b", upcall::callable{5,
                                                [&](std::span<char> piece) {
                                                  const std::size_t n = std::min(piece.size(), left.size());
                                                  std::copy_n(left.data(), n, piece.data());
                                                  left.remove_prefix(n);
                                                  return n;
                                                }})
      .has_value();
};

// Bodies by themselves, which no client stands before.
struct lending {
  std::vector<std::string> pieces;
  std::size_t next_piece = 0;
  std::uint64_t whole = 0;

  std::uint64_t size() const { return whole; }
  result<std::size_t> read(std::span<char>) { return std::size_t{0}; }
  bool rewind() { return false; }
  result<std::string_view> next(std::size_t) {
    if (next_piece == pieces.size()) return std::string_view{};
    return std::string_view{pieces[next_piece++]};
  }
};
struct reading {
  std::string left;
  std::size_t at_once = std::string::npos;
  bool fails_then = false;

  std::uint64_t size() const { return left.size(); }
  result<std::size_t> read(std::span<char> room) {
    if (left.empty() && fails_then) return upcall::failure{fault::cancelled, "enough"};
    const std::size_t size = std::min({room.size(), at_once, left.size()});
    std::copy_n(left.data(), size, room.data());
    left.erase(0, size);
    return size;
  }
  bool rewind() { return false; }
};

std::string problem(const result<nothing>& done) { return done ? "none" : std::string{done.error().message.view()}; }

}  // namespace

TEST_CASE("a request in bytes") {
  CHECK(without_signature(written(put_hello)) ==
        "PUT /files/a%20b HTTP/1.1\r\n"
        "Host: examplebucket.oss-cn-hangzhou.aliyuncs.com\r\n"
        "Accept-Encoding: identity\r\n"
        "content-type: application/octet-stream\r\n"
        "x-oss-content-sha256: UNSIGNED-PAYLOAD\r\n"
        "x-oss-date: 20231114T221320Z\r\n"
        "Content-Length: 5\r\n"
        "\r\n"
        "hello");
}

TEST_CASE("a request without a body has no length, one with an empty body has") {
  const std::string gone = written([](auto bucket) { return bucket.delete_object("k").has_value(); });
  CHECK(gone.starts_with("DELETE /k HTTP/1.1\r\n"));
  CHECK(gone.find("Content-Length") == std::string::npos);
  CHECK(gone.ends_with("\r\n\r\n"));
  const std::string empty = written([](auto bucket) { return bucket.put_object("k", upcall::text{""}).has_value(); });
  CHECK(empty.ends_with("\r\nContent-Length: 0\r\n\r\n"));
}

TEST_CASE("the host and the target are the address's") {
  const std::string path = written(put_hello, 1024, {"http://127.0.0.1:9000"});
  CHECK(path.starts_with("PUT /examplebucket/files/a%20b HTTP/1.1\r\nHost: 127.0.0.1:9000\r\n"));
  const std::string parameters = written([](auto bucket) { return bucket.abort_upload("k", "an id/+").has_value(); });
  CHECK(parameters.starts_with("DELETE /k?uploadId=an%20id%2F%2B HTTP/1.1\r\n"));
}

TEST_CASE("the same bytes through a buffer of any size") {
  const std::string wanted = written(put_hello, 10'000);
  for (std::size_t room = 1; room != 700; ++room) {
    INFO(room);
    REQUIRE(written(put_hello, room) == wanted);
    REQUIRE(written(put_read_hello, room) == wanted);
  }
  const std::string content = given::bytes(5'000);
  for (std::size_t room : {1u, 2u, 127u, 128u, 1'000u, 100'000u}) {
    for (std::size_t at_once : {1u, 3u, 128u, 10'000u}) {
      std::size_t at = 0;
      const auto put = [&](auto bucket) {
        return bucket
            .put_object("k",
                        upcall::callable{content.size(),
                                         [&](std::span<char> piece) {
                                           const std::size_t n = std::min({piece.size(), at_once, content.size() - at});
                                           std::copy_n(content.data() + at, n, piece.data());
                                           at += n;
                                           return n;
                                         }})
            .has_value();
      };
      INFO(room << ' ' << at_once);
      CHECK(written(put, room).ends_with("Content-Length: 5000\r\n\r\n" + content));
    }
  }
}

namespace {

// What has no size, and gives what it is told, piece by piece.
struct in_pieces {
  std::vector<std::string> left;
  bool fails_then = false;

  result<std::size_t> read(std::span<char> room) {
    if (left.empty() && fails_then) return upcall::failure{fault::cancelled, "enough"};
    if (left.empty()) return std::size_t{0};
    const std::size_t size = left.front().copy(room.data(), room.size());
    left.front().erase(0, size);
    if (left.front().empty()) left.erase(left.begin());
    return size;
  }
  static bool rewind() { return true; }
};

std::string chunks(in_pieces from, std::size_t room_size, std::size_t takes = std::string::npos) {
  keeping stream{.takes = takes};
  std::vector<char> room(room_size);
  http1_writer<keeping> writer{stream, room};
  const auto done = writer.write_chunks(from);
  return stream.all() + (done ? "" : "|failed") + (writer.is_whole() ? "" : "|stopped");
}

}  // namespace

TEST_CASE("a body of unknown size in bytes") {
  in_pieces source{{"hello", "0123456789abcdefg"}};
  const std::string all = written([&](auto bucket) { return bucket.put_object("files/a b", source).has_value(); });
  CHECK(without_signature(all) ==
        "PUT /files/a%20b HTTP/1.1\r\n"
        "Host: examplebucket.oss-cn-hangzhou.aliyuncs.com\r\n"
        "Accept-Encoding: identity\r\n"
        "content-type: application/octet-stream\r\n"
        "x-oss-content-sha256: UNSIGNED-PAYLOAD\r\n"
        "x-oss-date: 20231114T221320Z\r\n"
        "Transfer-Encoding: chunked\r\n"
        "\r\n"
        "5\r\nhello\r\n"
        "11\r\n0123456789abcdefg\r\n"
        "0\r\n\r\n");
}

TEST_CASE("a chunk is as long as the room for it") {
  const std::string piece(300, 'x');
  constexpr std::size_t around = 2 * sizeof(std::size_t) + 4;
  CHECK(chunks({{piece}}, around + 400) == "12c\r\n" + piece + "\r\n0\r\n\r\n");
  CHECK(chunks({{piece}}, around + 300) == "12c\r\n" + piece + "\r\n0\r\n\r\n");
  CHECK(chunks({{piece}}, around + 299) == "12b\r\n" + piece.substr(1) + "\r\n1\r\nx\r\n0\r\n\r\n");
  CHECK(chunks({}, 128) == "0\r\n\r\n");
}

TEST_CASE("a body of unknown size that fails, or is not taken, has no last chunk") {
  CHECK(chunks({{}, true}, 128) == "|failed");
  CHECK(chunks({{"hello"}, true}, 128) == "5\r\nhello\r\n|failed");
  const std::string all = "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n";
  for (std::size_t takes = 0; takes != all.size(); ++takes)
    CHECK(chunks({{"hello", "!"}}, 128, takes) == all.substr(0, takes) + "|stopped");
  CHECK(chunks({{"hello", "!"}}, 128, all.size()) == all);
}

TEST_CASE("short texts are gathered, long ones go out from where they lie") {
  keeping stream;
  char room[16];
  http1_writer<keeping> writer{stream, room};
  writer.append("hello");
  writer.put(',');
  writer.append(" world");
  CHECK(stream.pieces.empty());
  writer.append("12345");
  CHECK(stream.pieces == std::vector<std::string>{"hello, world", "12345"});
  const std::string longer(100, 'x');
  writer.append(longer);
  CHECK(stream.pieces == std::vector<std::string>{"hello, world", "12345", longer});
  writer.append(std::string(16, 'y'));
  writer.put('z');
  CHECK(stream.pieces.back() == std::string(16, 'y'));
  writer.flush();
  writer.flush();
  CHECK(stream.pieces.size() == 5);
  CHECK(stream.pieces.back() == "z");
}

// A small request is one packet.
TEST_CASE("a small body goes out with its head") {
  keeping stream;
  auto write = [&](const upcall::signed_request& request, auto& from, upcall::response& answer) -> result<nothing> {
    answer.status = 200;
    answer.header("x-oss-request-id", "R");
    char room[1024];
    http1_writer<keeping> writer{stream, room};
    writer.write_head(request);
    return writer.write_body(from, request.content_length());
  };
  given::client oss{given::service, given::acting_transport<decltype(write)>{&write}};
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::text{"hello"}));
  CHECK(stream.pieces.size() == 1);
  CHECK(oss.bucket("examplebucket").put_object("k", upcall::callable{5, [](std::span<char> piece) {
                                                                       std::copy_n("hello", 5, piece.data());
                                                                       return 5;
                                                                     }}));
  CHECK(stream.pieces.size() == 2);
}

TEST_CASE("a body that lies in memory is not copied") {
  keeping stream;
  char room[16];
  http1_writer<keeping> writer{stream, room};
  const std::string first(1'000, 'a'), second(2'000, 'b');
  lending body{.pieces = {first, second}};
  CHECK(writer.write_body(body, 3'000));
  CHECK(stream.pieces == std::vector<std::string>{first, second});
}

TEST_CASE("what a source has too little or too much of is told, and no byte too many is written") {
  for (std::size_t room_size : {16u, 1'024u}) {
    keeping stream;
    std::vector<char> room(room_size);
    http1_writer<keeping> writer{stream, room};
    SECTION("a body in memory that is short") {
      lending body{.pieces = {std::string(100, 'a')}};
      CHECK(writer.write_body(body, 101).error().kind == fault::file_inconsistent);
    }
    SECTION("a body in memory that is long") {
      lending body{.pieces = {std::string(100, 'a'), "bc"}};
      CHECK(writer.write_body(body, 101).error().kind == fault::file_inconsistent);
      CHECK(stream.all().find('b') == std::string::npos);
    }
    SECTION("a source that ends") {
      reading body{.left = std::string(100, 'a')};
      CHECK(writer.write_body(body, 101).error().kind == fault::file_inconsistent);
    }
    SECTION("a source that goes on") {
      reading body{.left = std::string(100, 'a') + "bc", .at_once = 2};
      CHECK(writer.write_body(body, 101).error().kind == fault::file_inconsistent);
      CHECK(stream.all().find('b') == std::string::npos);
    }
    SECTION("a source that fails") {
      reading body{.left = std::string(100, 'a'), .fails_then = true};
      CHECK(problem(writer.write_body(body, 101)) == "enough");
    }
    CHECK(stream.all().size() <= 100);
  }
}

TEST_CASE("once the far end has something to say nothing more goes out, and nothing more is read of the body") {
  for (std::size_t takes = 0; takes < 5'100; takes += 37) {
    keeping stream{.takes = takes};
    char room[128];
    http1_writer<keeping> writer{stream, room};
    writer.append("a head of some bytes\r\n\r\n");
    reading body{.left = std::string(5'000, 'a'), .at_once = 100};
    INFO(takes);
    CHECK(writer.write_body(body, 5'000));
    const bool whole = takes >= 5'024;
    CHECK(writer.is_whole() == whole);
    CHECK(writer.wrong().empty());
    CHECK(stream.all().size() == std::min<std::size_t>(takes, 5'024));
    CHECK(5'000 - body.left.size() <= takes + 128 + 100);
    const std::size_t writes = stream.pieces.size();
    writer.append(std::string(1'000, 'b'));
    writer.flush();
    if (!whole) CHECK(stream.pieces.size() == writes);
  }
}

TEST_CASE("of a head that does not go out the body is not read, where it does not fit beside it") {
  keeping stream{.takes = 10};
  char room[128];
  http1_writer<keeping> writer{stream, room};
  writer.append(std::string(100, 'h'));
  reading body{.left = std::string(50, 'a'), .at_once = 50};
  CHECK(writer.write_body(body, 50));
  CHECK_FALSE(writer.is_whole());
  CHECK(body.left.size() == 50);
}

TEST_CASE("why a far end cannot be written to is told") {
  keeping stream{.takes = 100, .wrong_then = "the line is cut"};
  char room[64];
  http1_writer<keeping> writer{stream, room};
  lending body{.pieces = {std::string(70, 'a'), std::string(70, 'b'), std::string(70, 'c')}};
  CHECK(writer.write_body(body, 210));
  CHECK_FALSE(writer.is_whole());
  CHECK(writer.wrong() == "the line is cut");
  CHECK(stream.all() == std::string(70, 'a') + std::string(30, 'b'));
  CHECK(body.next_piece == 2);
}
