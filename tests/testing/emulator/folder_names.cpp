// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/folder_names.hpp>

using namespace upcall::testing;

TEST_CASE("an object's file is named by its key") {
  CHECK(object_file_name("hello.txt") == "hello.txt");
  CHECK(object_file_name("a/b c~d") == "a%2Fb%20c~d");
  CHECK(object_file_name("中") == "%E4%B8%AD");
  CHECK(object_file_name(".") == "%2E");
  CHECK(object_file_name("..") == "%2E%2E");
  CHECK(object_file_name("...") == "...");
  CHECK(object_file_name(std::string(200, 'a')) == std::string(200, 'a'));
  // printf 'a%.0s' $(seq 201) | sha256sum
  CHECK(object_file_name(std::string(201, 'a')) == "a92efd82109373e58f9a2056dee01e807e216ce6075f7051207c0a9f7d666e50");
}
