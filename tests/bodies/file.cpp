// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/temporary_file.hpp"
#include <algorithm>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <upcall/bodies/file.hpp>
#include <upcall/http/body.hpp>

using given::temporary_file;
using upcall::fault;
using upcall::file;
using upcall::file_body;

static_assert(upcall::body<file_body> && upcall::source<file> && !upcall::body<file> &&
              !upcall::contiguous_body<file_body> && upcall::sliceable_body<file_body>);
static_assert(!std::is_copy_constructible_v<file_body> && std::is_move_constructible_v<file_body>);

namespace {

// All that is read, or the failure's message.
std::string content(file_body& body, std::size_t most = 4) {
  std::string got, piece(most, '\0');
  for (;;) {
    const auto n = body.read(piece);
    if (!n) return std::string{n.error().message.view()};
    if (*n == 0) return got;
    got.append(piece, 0, *n);
  }
}

bool begins(const std::string& text, std::string_view with) { return text.rfind(with, 0) == 0; }

void check_changed(file_body& body) {
  char piece[64];
  for (;;) {
    const auto n = body.read(piece);
    if (n && *n != 0) continue;
    REQUIRE_FALSE(n);
    CHECK(n.error().kind == fault::file_inconsistent);
    CHECK(n.error().message.view().find("changed while it was read") != std::string_view::npos);
    return;
  }
}

}  // namespace

TEST_CASE("a file is read from its start, twice") {
  const temporary_file hello{"hello, world"};
  auto body = file{hello.path()}.open();
  REQUIRE(body);
  CHECK(body->size() == 12);
  CHECK(content(*body) == "hello, world");
  CHECK(body->rewind());
  CHECK(content(*body, 1) == "hello, world");
}

TEST_CASE("an empty file is a body of nothing") {
  const temporary_file empty;
  auto body = file{empty.path()}.open();
  REQUIRE(body);
  CHECK(body->size() == 0);
  CHECK(content(*body).empty());
}

TEST_CASE("a file whose size the system does not tell is refused, not uploaded as nothing") {
  const auto body = file{"/proc/self/status"}.open();
  REQUIRE_FALSE(body);
  CHECK(body.error().kind == fault::client);
  CHECK(body.error().message.view().find("size is not known") != std::string_view::npos);
}

TEST_CASE("moving leaves one owner of the open file") {
  const temporary_file hello{"hello"};
  auto opened = file_body::open(hello.path());
  REQUIRE(opened);
  file_body moved{std::move(*opened)};
  CHECK(content(moved) == "hello");
}

TEST_CASE("what cannot be uploaded as a file says why and which") {
  const auto missing = file{"/nowhere/at all"}.open();
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == fault::client);
  CHECK(missing.error().message == "file: cannot be opened (No such file or directory): /nowhere/at all");

  for (const char* path : {"/tmp", "/dev/null"}) {
    const auto opened = file{path}.open();
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == fault::client);
    CHECK(begins(std::string{opened.error().message.view()}, "file: is no regular file"));
  }
}

TEST_CASE("a pipe that nobody writes to does not stop the program") {
  const temporary_file name;
  const std::string pipe = name.path() + ".pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto opened = file{pipe}.open();
  ::unlink(pipe.c_str());
  REQUIRE_FALSE(opened);
  CHECK(opened.error().kind == fault::client);
}

TEST_CASE("a long path is cut in the message, not in the call") {
  const auto missing = file{"/nowhere/" + std::string(500, 'x')}.open();
  REQUIRE_FALSE(missing);
  CHECK(begins(std::string{missing.error().message.view()}, "file: cannot be opened ("));
  CHECK(missing.error().message.cut());
}

TEST_CASE("a change is seen before the last byte leaves") {
  temporary_file changing{"0123456789"};
  auto body = file{changing.path()}.open();
  REQUIRE(body);
  char piece[4];
  REQUIRE(*body->read(piece) == 4);

  SECTION("truncated") { changing.truncate(6); }
  SECTION("truncated to what was read") { changing.truncate(4); }
  SECTION("truncated to nothing") { changing.truncate(0); }
  SECTION("grown") { changing.append("more"); }
  SECTION("overwritten at the same size") { changing.overwrite(7, "x"); }
  SECTION("overwritten where it was read already") { changing.overwrite(0, "x"); }
  SECTION("overwritten, with the modification time set back") { changing.overwrite_in_secret(7, "x"); }
  check_changed(*body);
  CHECK_FALSE(body->rewind());
}

TEST_CASE("a change between two attempts ends them") {
  temporary_file changing{"0123456789"};
  auto body = file{changing.path()}.open();
  REQUIRE(body);
  CHECK(content(*body) == "0123456789");
  changing.overwrite(0, "x");
  CHECK_FALSE(body->rewind());
}

TEST_CASE("parts of a file are read by themselves, each from its start") {
  const temporary_file digits{"0123456789"};
  auto body = file{digits.path()}.open();
  REQUIRE(body);
  const auto slice = [&](std::uint64_t at, std::uint64_t size, std::size_t most = 3) {
    auto part = body->slice(at, size);
    CHECK(part.size() == size);
    std::string got, piece(most, '\0');
    for (;;) {
      const auto n = part.read(piece);
      REQUIRE(n);
      if (*n == 0) break;
      got.append(piece, 0, *n);
    }
    CHECK(part.rewind());
    CHECK(*part.read(piece) == std::min<std::size_t>(most, static_cast<std::size_t>(size)));
    return got;
  };
  CHECK(slice(0, 10) == "0123456789");
  CHECK(slice(0, 4, 100) == "0123");
  CHECK(slice(4, 4) == "4567");
  CHECK(slice(8, 2) == "89");
  CHECK(slice(10, 0).empty());
  CHECK(content(*body) == "0123456789");

  auto one = body->slice(0, 5), other = body->slice(5, 5);
  char piece[3];
  REQUIRE(*one.read(piece) == 3);
  REQUIRE(*other.read(piece) == 3);
  CHECK(std::string_view{piece, 3} == "567");
  REQUIRE(*one.read(piece) == 2);
  CHECK(std::string_view{piece, 2} == "34");
}

TEST_CASE("a change anywhere in a file is seen at the end of each part") {
  temporary_file changing{"0123456789"};
  auto body = file{changing.path()}.open();
  REQUIRE(body);
  CHECK_FALSE(body->changed());
  auto part = body->slice(2, 4);
  char piece[3];
  REQUIRE(*part.read(piece) == 3);
  SECTION("behind it") { changing.overwrite(9, "x"); }
  SECTION("in it, with the modification time set back") { changing.overwrite_in_secret(3, "x"); }
  SECTION("cut in the middle of it") { changing.truncate(5); }
  CHECK(body->changed());
  const auto last = part.read(piece);
  REQUIRE_FALSE(last);
  CHECK(last.error().kind == fault::file_inconsistent);
  CHECK_FALSE(part.rewind());
}

TEST_CASE("the identity of a file tells it from any other, and from what it was") {
  temporary_file one{"0123456789"}, two{"0123456789"};
  const auto before = file{one.path()}.open()->identity();
  CHECK(before.size == 10);
  CHECK(before.modified != 0);
  CHECK(before.changed != 0);
  CHECK(before.inode != 0);
  CHECK(file{one.path()}.open()->identity() == before);
  CHECK(file{two.path()}.open()->identity().inode != before.inode);
  one.overwrite_in_secret(0, "x");
  const auto after = file{one.path()}.open()->identity();
  CHECK(after.size == before.size);
  CHECK(after.modified == before.modified);
  CHECK(after.changed != before.changed);
  CHECK_FALSE(after == before);
}
