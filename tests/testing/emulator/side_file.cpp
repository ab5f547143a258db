// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/temporary_folder.hpp"
#include <filesystem>
#include <fstream>
#include <upcall/testing/emulator/side_file.hpp>

using namespace upcall::testing;

namespace {

struct stat stat_of(const std::string& path) {
  struct stat out {};
  REQUIRE(::stat(path.c_str(), &out) == 0);
  return out;
}

}  // namespace

TEST_CASE("a side file gives back what was known of an object, byte for byte") {
  const temporary_folder folder;
  std::ofstream{folder.path + "/object"} << "12345";
  std::filesystem::create_directory(folder.path + "/bucket");
  const std::string path = folder.path + "/bucket/side.json";
  object_facts facts{.key = "a/\"b\"\n", .size = 5, .crc64 = 18446744073709551615u, .etag = "AB", .modified = {42}};
  facts.headers.add("Content-Type", "text/plain");
  facts.headers.add("x-oss-meta-a", "\xff\xfe \"");
  std::ofstream{path} << side_text(facts, stat_of(folder.path + "/object"));

  const auto read = read_side_file(path, stat_of(folder.path + "/object"));
  REQUIRE(read);
  CHECK(read->bucket == "bucket");
  CHECK(read->key == facts.key);
  CHECK(read->size == 5);
  CHECK(read->crc64 == facts.crc64);
  CHECK(read->etag == "AB");
  CHECK(read->modified == facts.modified);
  CHECK(read->headers.get("x-oss-meta-a") == "\xff\xfe \"");

  std::ofstream{folder.path + "/object"} << "changed";
  CHECK_FALSE(read_side_file(path, stat_of(folder.path + "/object")));
  CHECK_FALSE(read_side_file(folder.path + "/none", stat_of(folder.path + "/object")));
}
