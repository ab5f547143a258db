// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/temporary_folder.hpp"
#include <filesystem>
#include <fstream>
#include <optional>
#include <upcall/testing/emulator/side_file.hpp>
#include <upcall/testing/emulator/working_folder.hpp>

using namespace upcall::testing;
namespace fs = std::filesystem;

TEST_CASE("what is left of those that are gone is removed, what others work on is not") {
  const temporary_folder root;
  const fs::path all = fs::path{root.path} / "all";
  std::optional<working_folder> first{all};
  const fs::path file = first->new_path();
  first->write_file(file, "arriving");
  fs::create_directory(all / "dead");
  std::ofstream{all / "dead" / "1"} << "left";
  std::ofstream{all / "also"} << "left";
  const working_folder second{all};
  CHECK(text_of_file(file) == "arriving");
  CHECK_FALSE(fs::exists(all / "dead"));
  CHECK_FALSE(fs::exists(all / "also"));
  first.reset();
  CHECK_FALSE(fs::exists(file.parent_path()));
}

TEST_CASE("files are replaced whole, folders go at once") {
  const temporary_folder root;
  const fs::path path = root.path;
  working_folder work{path / "all"};
  work.replace_file(path / "file", "first");
  work.replace_file(path / "file", "second");
  CHECK(text_of_file(path / "file") == "second");
  CHECK_THROWS_AS(work.write_file(path / "file", "third"), std::runtime_error);
  fs::create_directory(path / "folder");
  work.write_file(path / "folder" / "file", "x");
  CHECK(work.discard(path / "folder"));
  CHECK_FALSE(work.discard(path / "folder"));
  CHECK_FALSE(fs::exists(path / "folder"));
}
