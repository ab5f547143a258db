// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/temporary_folder.hpp"
#include <fcntl.h>
#include <upcall/testing/file_descriptor.hpp>

using upcall::testing::file_descriptor;

TEST_CASE("what is written to a file can be read from any place of it") {
  const temporary_folder folder;
  file_descriptor file{::open((folder.path + "/a").c_str(), O_RDWR | O_CREAT, 0600)};
  REQUIRE(file);
  file.write("0123456789");
  char piece[4];
  CHECK(file.read_at(3, piece) == 4);
  CHECK(std::string_view{piece, 4} == "3456");
  CHECK(file.read_at(8, piece) == 2);
  CHECK(file.read_at(10, piece) == 0);
}

TEST_CASE("a file is closed at its end, and moved rather than copied") {
  int number = -1;
  {
    file_descriptor first{::open("/dev/null", O_RDONLY)};
    const file_descriptor second{std::move(first)};
    CHECK_FALSE(first);
    number = second.number();
    CHECK(::fcntl(number, F_GETFD) != -1);
  }
  CHECK(::fcntl(number, F_GETFD) == -1);
}

TEST_CASE("what cannot be opened is false, and what cannot be written says so") {
  CHECK_FALSE(file_descriptor{::open("/nonexistent/file", O_RDONLY)});
  file_descriptor full{::open("/dev/full", O_WRONLY)};
  CHECK_THROWS_AS(full.write("x"), std::runtime_error);
}

TEST_CASE("the bytes of one file behind those of another") {
  const temporary_folder folder;
  file_descriptor from{::open((folder.path + "/from").c_str(), O_RDWR | O_CREAT, 0600)};
  const std::string bytes(3'000'000, 'x');
  from.write(bytes);
  for (const int flags : {O_RDWR, O_RDWR | O_APPEND}) {  // the kernel does not copy to the second kind
    file_descriptor to{::open((folder.path + "/to").c_str(), flags | O_CREAT | O_TRUNC, 0600)};
    to.write("before");
    CHECK(to.append(from, bytes.size()));
    CHECK(to.append(from, bytes.size()));
    to.write("after");
    std::string got(6'000'012, '\0');
    CHECK(to.read_at(0, got) == 6'000'011);
    CHECK(got.starts_with("beforexxx"));
    CHECK(got.find_first_not_of('x', 6) == 6'000'006);
    CHECK(got.substr(6'000'006, 5) == "after");
    CHECK_FALSE(to.append(from, bytes.size() - 1));
    CHECK_FALSE(to.append(from, bytes.size() + 1));
  }
}

TEST_CASE("a lock is had once") {
  const temporary_folder folder;
  const auto open = [&] { return file_descriptor{::open(folder.path.c_str(), O_RDONLY | O_DIRECTORY)}; };
  file_descriptor first = open(), second = open();
  first.lock();
  CHECK_FALSE(second.try_lock());
  first = file_descriptor{-1};
  CHECK(second.try_lock());
  CHECK_FALSE(open().try_lock());
}
