// SPDX-License-Identifier: Apache-2.0
#include "policies/checkpoint/given_file.hpp"
#include <cstdio>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace upcall;
using given::journal_place;

namespace {

static_assert(role::checkpoint::check<file_checkpoint>());

std::string refused(const auto& opened, fault kind = fault::checkpoint_broken) {
  if (opened) return "no failure";
  CHECK(opened.error().kind == kind);
  return std::string{opened.error().message};
}

TEST_CASE("file_checkpoint keeps the laws of checkpoints") { laws::checkpoint<journal_place>(); }

TEST_CASE("what a journal's file says") {
  const journal_place place;
  laws::write_all(*place.open());
  CHECK(place.text() ==
        R"({"upcall_journal":1,"host":"oss-cn-hangzhou.aliyuncs.com","port":443,"bucket":"examplebucket",)"
        "\"key\":\"files/\\\"world\\\" \xe4\xb8\xad\","
        R"("size":250000,"modified":-1,"changed":1700000000123456789,"inode":18446744073709551615,)"
        R"("part_size":102400,)"
        R"("nonce":"0123456789abcdef0123456789abcdef","begun":1700000000,)"
        R"("unmarked":false,"others":false} 3011729ef465386e)"
        "\n"
        R"({"upload_id":"0004B9894A22E5B1888A1E29F8236E2D"} 2f76ff93f14746c7)"
        "\n"
        R"({"part":3,"size":45200,"crc64":18446744073709551603,"etag":"\"3349DC700140D7F86A0784842780****\""} )"
        "0498e6f439b618a6\n"
        R"({"part":1,"size":102400,"crc64":18446744073709551601,"etag":"\"3349DC700140D7F86A0784842780****\""} )"
        "597e6fea0bd23bc2\n");
}

TEST_CASE("nothing is created before an upload is begun, and then for its owner alone") {
  const journal_place place;
  auto journal = place.open();
  REQUIRE(journal);
  CHECK(std::filesystem::is_empty(place.folder.path));
  const mode_t before = ::umask(0);
  CHECK(journal->begin(laws::an_intent));
  ::umask(before);
  struct stat is {};
  REQUIRE(::stat(place.path.c_str(), &is) == 0);
  CHECK((is.st_mode & 07777) == 0600);
  journal->forget();
  CHECK(std::filesystem::is_empty(place.folder.path));
}

TEST_CASE("without a place the journal stands beside the source; without both it is for this call only") {
  const journal_place place;
  const auto open = [](std::string_view where, std::string_view name) {
    return file_checkpoint::open(laws::an_upload, where, name);
  };
  laws::write_all(*open({}, place.path));
  CHECK(laws::knows_all(*open(place.path + ".upcall-journal", {})));
  CHECK(laws::knows_nothing(*open(place.path, place.path)));

  const auto folder = std::filesystem::current_path();
  std::filesystem::current_path(place.folder.path);
  auto passing = open({}, {});
  laws::write_all(*passing);
  CHECK(laws::knows_all(*passing));
  auto another = open({}, {});
  CHECK(laws::knows_nothing(*another));
  passing->forget();
  CHECK(laws::knows_nothing(*passing));
  laws::write_all(*open({}, "world"));
  CHECK(laws::knows_all(*open("world.upcall-journal", {})));
  std::filesystem::current_path(folder);
  CHECK(refused(open({"a\0b", 3}, {}), fault::client) == "checkpoint: a path cannot hold NUL");
}

TEST_CASE("a journal of another object or endpoint is refused, and stays") {
  const journal_place place;
  laws::write_all(*place.open());
  const auto open = [&](auto change) {
    auto upload = laws::an_upload;
    change(upload);
    return refused(place.open(upload));
  };
  const std::string object = "checkpoint: belongs to another object; give another place for this one: " + place.path +
                             " (of examplebucket/files/\"world\" \xe4\xb8\xad)";
  const std::string endpoint =
      "checkpoint: belongs to another endpoint; give another place for this one: " + place.path +
      " (of oss-cn-hangzhou.aliyuncs.com:443)";
  CHECK(open([](auto& upload) { upload.bucket = "another"; }) == object);
  CHECK(open([](auto& upload) { upload.key = "another"; }) == object);
  CHECK(open([](auto& upload) { upload.host = "another"; }) == endpoint);
  CHECK(open([](auto& upload) { upload.port = 80; }) == endpoint);
  CHECK(open([](auto& upload) { upload.host = "OSS-cn-hangzhou.aliyuncs.com"; }) == "no failure");
  CHECK(laws::knows_all(*place.open()));
}

TEST_CASE("what is no journal is refused with the way out") {
  const journal_place place;
  const std::string damaged = "checkpoint: damaged in line 1; delete it to begin anew: " + place.path;
  const std::string texts[] = {"",
                               "[]",
                               "null",
                               "{}\n",
                               "null\n",
                               "\n",
                               "\n\n",
                               std::string("\0\xff\n", 3),
                               "a\nb\nc",
                               std::string(8191, 'x'),
                               std::string(8192, 'x'),
                               std::string(100'000, '\n'),
                               std::string(8192, 'x') + '\n'};
  for (const std::string& text : texts) {
    place.set(text);
    CHECK(refused(place.open()) == damaged);
    CHECK(place.text() == text);
  }
  SECTION("a gigabyte of zeros") {
    place.set("");
    std::filesystem::resize_file(place.path, 1'000'000'000);
    CHECK(refused(place.open()) == damaged);
  }
  SECTION("a folder") {
    std::filesystem::remove(place.path);
    std::filesystem::create_directory(place.path);
    CHECK(refused(place.open()) == "checkpoint: cannot be opened (Is a directory): " + place.path);
  }
  SECTION("a pipe") {
    std::filesystem::remove(place.path);
    REQUIRE(::mkfifo(place.path.c_str(), 0600) == 0);
    CHECK(refused(place.open()) == "checkpoint: is no regular file: " + place.path);
  }
  SECTION("a symbolic link, also one that leads nowhere") {
    std::filesystem::remove(place.path);
    std::filesystem::create_symlink(place.folder.path + "/nowhere", place.path);
    CHECK(refused(place.open()) == "checkpoint: is a symbolic link: " + place.path);
  }
}

TEST_CASE("a journal of another version is refused, whatever else it holds") {
  const journal_place place;
  const std::string_view texts[] = {R"({"upcall_journal":2})", R"({"upcall_journal":3,"host":["other"],"key":7})"};
  for (const std::string_view text : texts) {
    char room[200];
    span_writer line{room};
    crc64 sum;
    sum.append(text);
    write(line, text);
    line.put(' ');
    for (int shift = 60; shift >= 0; shift -= 4) line.put(hex_digit(static_cast<unsigned>(sum.value() >> shift & 15)));
    line.put('\n');
    place.set(line.view());
    CHECK(refused(place.open()) ==
          "checkpoint: written by another version of this library; delete it to begin anew: " + place.path);
  }
}

TEST_CASE("a damaged journal tells the upload's id, so that it can be aborted") {
  const journal_place place;
  laws::write_all(*place.open());
  std::string text = place.text();
  text[text.find("\"part\":3") + 7] = '2';
  place.set(text);
  CHECK(refused(place.open()) == "checkpoint: damaged in line 3; delete it to begin anew; its upload id is " +
                                     std::string{laws::an_id} + ": " + place.path);
}

TEST_CASE("the longest key and id, each byte escaped, are kept") {
  const journal_place place;
  const std::string key(1023, '\x01'), host(255, 'h'), bucket(63, 'b'), id(128, '\x01');
  auto upload = laws::an_upload;
  upload.key = key;
  upload.host = host;
  upload.bucket = bucket;
  {
    auto journal = place.open(upload);
    REQUIRE(journal->begin(laws::an_intent));
    REQUIRE(journal->name(id));
    REQUIRE(journal->add(laws::a_part(1)));
  }
  auto journal = place.open(upload);
  REQUIRE(journal);
  CHECK(journal->upload_id() == id);
  CHECK(*journal->find(1) == laws::a_part(1));
}

TEST_CASE("ten thousand parts come back") {
  const journal_place place;
  const auto nth = [](std::uint32_t number) {
    return stored_part{.number = number, .size = number, .crc64 = 0x9e3779b97f4a7c15 * number, .etag = {"\"e\""sv}};
  };
  {
    auto journal = place.open();
    REQUIRE(journal->begin(laws::an_intent));
    REQUIRE(journal->name(laws::an_id));
    for (std::uint32_t number = 10'000; number != 0; --number) REQUIRE(journal->add(nth(number)));
  }
  auto journal = place.open();
  REQUIRE(journal);
  int right = 0;
  for (std::uint32_t number = 1; number <= 10'000; ++number) {
    right += journal->find(number) != nullptr && *journal->find(number) == nth(number);
  }
  CHECK(right == 10'000);
}

}  // namespace
