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
