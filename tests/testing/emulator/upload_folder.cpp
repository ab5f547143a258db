// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/temporary_folder.hpp"
#include <filesystem>
#include <upcall/testing/emulator/upload_folder.hpp>

using namespace upcall::testing;
namespace fs = std::filesystem;

namespace {

struct stat stat_of(const fs::path& path) {
  struct stat out {};
  REQUIRE(::stat(path.c_str(), &out) == 0);
  return out;
}

uploaded_part part_of(std::uint32_t number, std::string_view bytes) {
  checksums sums;
  sums.append(bytes);
  uploaded_part out{.number = number, .size = sums.size(), .crc64 = sums.crc64(), .modified = {5}};
  out.etag = upper_hex(std::move(sums).md5());
  return out;
}

void keep(const upload_folder& in, working_folder& work, std::uint32_t number, std::string_view bytes) {
  const fs::path made = work.new_path();
  work.write_file(made, bytes);
  in.keep(made, stat_of(made), part_of(number, bytes), work);
}

}  // namespace

TEST_CASE("an upload in a folder") {
  const temporary_folder root;
  working_folder work{root.path + "/work"};
  const fs::path path = root.path + "/ID";
  CHECK_FALSE(upload_folder::hold(path));
  upload_folder::make(path, {.id = "ID", .bucket = "bucket", .key = "key", .initiated = {1}}, work);
  CHECK(upload_folder::read(path)->key == "key");

  const auto held = upload_folder::hold(path);
  REQUIRE(held);
  CHECK_FALSE(open_folder(path).try_lock());
  CHECK(held->facts().id == "ID");
  for (std::uint32_t number : {10000u, 2u, 9u}) keep(*held, work, number, std::to_string(number));
  keep(*held, work, 2, "again");
  const auto parts = held->parts(0, 1000);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].number == 2);
  CHECK(parts[0].size == 5);
  CHECK(parts[0].etag == part_of(2, "again").etag);
  CHECK(parts[0].crc64 == part_of(2, "again").crc64);
  CHECK(parts[0].modified == upcall::timestamp{5});
  CHECK(parts[2].number == 10000);
  CHECK(held->parts(2, 1).at(0).number == 9);
  CHECK(held->parts(10000, 1).empty());

  SECTION("its parts one behind the other") {
    file_descriptor whole = work.make_file(root.path + "/whole");
    for (const uploaded_part& each : parts) held->append(each, whole);
    CHECK(text_of_file(root.path + "/whole") == "again910000");
    auto other = parts[0];
    for (const std::uint64_t size : {4u, 6u}) {
      other.size = size;
      CHECK_THROWS_AS(held->append(other, whole), std::runtime_error);
    }
  }
  SECTION("a side file that was replaced when a kill came before the part was") {
    const fs::path made = work.new_path();
    work.write_file(made, "never kept");
    work.replace_file(path / "00002.json",
                      side_text({.size = 10, .etag = "AB", .modified = {7}}, stat_of(made)));
    CHECK(held->parts(0, 1).at(0).etag == part_of(2, "again").etag);
  }
  SECTION("the object that it becomes") {
    const fs::path made = work.new_path();
    work.write_file(made, "object");
    CHECK_FALSE(held->became(stat_of(made)));
    held->becomes(stat_of(made), work);
    CHECK(held->became(stat_of(made)));
    CHECK_FALSE(held->became(stat_of(path / "00002")));
    CHECK(held->parts(0, 1000).size() == 3);
  }
  SECTION("gone") {
    held->discard(work);
    CHECK_FALSE(fs::exists(path));
    CHECK_FALSE(upload_folder::hold(path));
  }
}
