// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdio>
#include <string_view>
#include <unistd.h>
#include <upcall/policies/observer/lines_to_file.hpp>

TEST_CASE("a line is the operating system's as soon as it is written") {
  std::FILE* file = std::tmpfile();
  REQUIRE(file != nullptr);
  const upcall::lines_to_file write{file};
  write("one\n");
  write("two\n");
  char read[20] = {};
  const auto size = ::pread(fileno(file), read, sizeof read, 0);
  std::fclose(file);
  REQUIRE(size == 8);
  CHECK(std::string_view{read, 8} == "one\ntwo\n");
}

TEST_CASE("lines to a file that could not be opened are lost") {
  const upcall::lines_to_file write{nullptr};
  CHECK_NOTHROW(write("one\n"));
}

TEST_CASE("lines to a file that takes none are lost") {
  std::FILE* full = std::fopen("/dev/full", "w");
  if (full == nullptr) return;  // an operating system without it
  const upcall::lines_to_file write{full};
  CHECK_NOTHROW(write("one\n"));
  std::fclose(full);
}
