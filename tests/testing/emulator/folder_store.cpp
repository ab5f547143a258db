// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/ask.hpp"
#include "testing/temporary_folder.hpp"
#include <filesystem>
#include <fstream>
#include <iterator>
#include <upcall/testing/emulator/folder_store.hpp>
#include <upcall/testing/emulator/service.hpp>

using namespace upcall::testing;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::size_t files_in(const fs::path& path) {
  std::size_t count = 0;
  for (const auto& each : fs::recursive_directory_iterator(path)) count += each.is_regular_file();
  return count;
}

}  // namespace

TEST_CASE("objects are plain files, and outlive the emulator") {
  const temporary_folder root;
  const header_lines headers{{"Content-Type", "text/plain"}, {"x-oss-meta-a", "\xc3\xbc \xff"}};
  {
    service first{{.root = root.path}};
    CHECK(ask(first, "PUT", "/bucket/dir/a", headers, "123456789").status == 200);
  }
  CHECK(text_of(fs::path{root.path} / "bucket" / "dir%2Fa") == "123456789");
  service second{{.root = root.path}};
  const auto answer = ask(second, "GET", "/bucket/dir/a");
  CHECK(whole_body(answer) == "123456789");
  CHECK(answer.headers.get("content-type") == "text/plain");
  CHECK(answer.headers.get("x-oss-meta-a") == "\xc3\xbc \xff");
  CHECK(answer.headers.get("etag") == "\"25F9E794323B453885F5181F1B624D0B\"");
  CHECK(ask(second, "DELETE", "/bucket/dir/a").status == 204);
  CHECK(files_in(root.path) == 0);
}

TEST_CASE("a file put there by hand is an object, also when it takes another's place") {
  const temporary_folder root;
  service here{{.root = root.path}};
  ask(here, "PUT", "/bucket/key", {{"Content-Type", "text/plain"}}, "other");
  std::ofstream{fs::path{root.path} / "bucket" / "new"} << "123456789";
  fs::rename(fs::path{root.path} / "bucket" / "new", fs::path{root.path} / "bucket" / "key");
  const auto answer = ask(here, "HEAD", "/bucket/key");
  CHECK(answer.headers.get("x-oss-hash-crc64ecma") == "11051210869376104954");
  CHECK(answer.headers.get("etag") == "\"25F9E794323B453885F5181F1B624D0B\"");
  CHECK(answer.headers.get("content-type") == "application/octet-stream");
}

TEST_CASE("a damaged side file is counted anew from the bytes") {
  const temporary_folder root;
  service here{{.root = root.path}};
  ask(here, "PUT", "/bucket/key", {}, "123456789");
  const fs::path side = fs::path{root.path} / ".upcall" / "objects" / "bucket" / "key.json";
  for (const char* text : {"", "[]", "null", "{", "{\"file\":1}"}) {
    std::ofstream{side} << text;
    CHECK(ask(here, "HEAD", "/bucket/key").headers.get("x-oss-hash-crc64ecma") == "11051210869376104954");
  }
}

TEST_CASE("what did not arrive whole leaves nothing behind") {
  const temporary_folder root;
  service here{{.root = root.path}};
  auto lost = raw_request("PUT", "/bucket/key");
  lost.content_length = 100;
  lost.read = [calls = 0](std::span<char>) mutable {
    return calls++ == 0 ? std::optional<std::size_t>{50} : std::nullopt;
  };
  CHECK(here.handle(lost).status == 400);
  CHECK(files_in(root.path) == 0);
}

TEST_CASE("what a killed emulator left half way is gone when the next one starts") {
  const temporary_folder root;
  { service here{{.root = root.path}}; }
  std::ofstream{fs::path{root.path} / ".upcall" / "arriving" / "1.1"} << "half";
  service here{{.root = root.path}};
  CHECK(files_in(root.path) == 0);
}

TEST_CASE("an emulator leaves alone what another on the same folder receives") {
  const temporary_folder root;
  folder_store first{root.path};
  const auto arriving = first.begin();
  arriving->append("1234");
  const folder_store second{root.path};
  arriving->append("56789");
  CHECK(arriving->commit({.bucket = "bucket", .key = "key", .size = 9}, true));
  CHECK(text_of(fs::path{root.path} / "bucket" / "key") == "123456789");
}

TEST_CASE("uploads outlive the emulator") {
  const temporary_folder root;
  const std::string id(32, 'A');
  {
    folder_store first{root.path};
    first.begin_upload({.id = id, .bucket = "bucket", .key = "key"});
    const auto part = first.begin();
    part->append("123456789");
    CHECK(part->commit_part(id, {.number = 1, .size = 9}));
  }
  folder_store second{root.path};
  REQUIRE(second.uploads().size() == 1);
  const auto held = second.hold_upload(id);
  CHECK(held->complete(held->parts(), joined(held->facts, held->parts(), {1}), true));
  CHECK(text_of(fs::path{root.path} / "bucket" / "key") == "123456789");
  CHECK(files_in(fs::path{root.path} / ".upcall" / "uploads") == 0);
}

TEST_CASE("an upload whose emulator was killed when the object was there already is not open") {
  const temporary_folder root;
  const fs::path uploads = fs::path{root.path} / ".upcall" / "uploads", kept = fs::path{root.path} / "kept";
  const std::string id(32, 'A'), other(32, 'B');
  {
    folder_store first{root.path};
    for (const std::string& each : {id, other}) first.begin_upload({.id = each, .bucket = "bucket", .key = each});
    for (const std::string& each : {id, other}) first.begin()->commit_part(each, {.number = 1});
    fs::copy(uploads, kept, fs::copy_options::recursive);
    const auto held = first.hold_upload(id);
    CHECK(held->complete(held->parts(), joined(held->facts, held->parts(), {1}), true));
    CHECK(first.begin()->commit({.bucket = "bucket", .key = other}, true));
  }
  fs::copy(kept, uploads, fs::copy_options::recursive | fs::copy_options::skip_existing);
  struct stat object {};
  REQUIRE(::stat((root.path + "/bucket/" + id).c_str(), &object) == 0);
  for (const std::string& each : {id, other}) std::ofstream{uploads / each / "becomes"} << file_identity(object);
  folder_store second{root.path};
  REQUIRE(second.uploads().size() == 1);
  CHECK(second.uploads()[0].id == other);
}

TEST_CASE("what an upload becomes is noted before it is there") {
  const temporary_folder root;
  folder_store store{root.path};
  const std::string id(32, 'A');
  store.begin_upload({.id = id, .bucket = "bucket", .key = "key"});
  store.begin()->commit_part(id, {.number = 1});
  std::ofstream{fs::path{root.path} / "bucket"} << "no folder";
  const auto held = store.hold_upload(id);
  CHECK_THROWS(held->complete(held->parts(), joined(held->facts, held->parts(), {1}), true));
  CHECK(text_of(fs::path{root.path} / ".upcall" / "uploads" / id / "becomes").find(".0.") != std::string::npos);
}

TEST_CASE("only plain files are objects") {
  const temporary_folder root;
  service here{{.root = root.path}};
  fs::create_directories(fs::path{root.path} / "bucket" / "folder");
  fs::create_symlink("/etc/hostname", fs::path{root.path} / "bucket" / "link");
  CHECK(ask(here, "GET", "/bucket/folder").status == 404);
  CHECK(ask(here, "GET", "/bucket/link").status == 404);
  CHECK(ask(here, "GET", "/bucket/..").status == 404);
}

TEST_CASE("a key too long for a file name") {
  const temporary_folder root;
  service here{{.root = root.path}};
  const std::string key(1000, 'k');
  CHECK(ask(here, "PUT", "/bucket/" + key, {}, "long").status == 200);
  CHECK(whole_body(ask(here, "GET", "/bucket/" + key)) == "long");
  const std::string name = object_file_name(key);
  CHECK(fs::is_regular_file(fs::path{root.path} / "bucket" / name));
  CHECK(text_of(fs::path{root.path} / ".upcall" / "objects" / "bucket" / (name + ".json")).find(key) !=
        std::string::npos);
}
