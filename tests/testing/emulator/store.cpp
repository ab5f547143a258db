// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/temporary_folder.hpp"
#include <memory>
#include <string>
#include <upcall/testing/emulator/folder_store.hpp>
#include <upcall/testing/emulator/memory_store.hpp>
#include <upcall/testing/emulator/store.hpp>

using namespace upcall::testing;

namespace {

object_facts facts_of(const std::string& key, std::string_view bytes) {
  checksums sums;
  sums.append(bytes);
  object_facts out{.bucket = "bucket", .key = key, .size = bytes.size(), .crc64 = sums.crc64(), .modified = {1}};
  out.etag = upper_hex(std::move(sums).md5());
  out.headers.add("Content-Type", "text/plain");
  return out;
}

bool put(object_store& to, const std::string& key, std::string_view bytes, bool may_replace = true) {
  const auto arriving = to.begin();
  arriving->append(upcall::part(bytes, 0, bytes.size() / 2));
  arriving->append(upcall::part(bytes, bytes.size() / 2));
  return arriving->commit(facts_of(key, bytes), may_replace);
}

std::string bytes_of(open_object& object) {
  std::string out(object.facts.size, '\0');
  CHECK(object.read(0, out) == out.size());
  return out;
}

}  // namespace

TEST_CASE("what every store of the emulator does") {
  const temporary_folder root;
  std::unique_ptr<object_store> store;
  SECTION("in memory") { store = std::make_unique<memory_store>(); }
  SECTION("in a folder") { store = std::make_unique<folder_store>(root.path); }

  CHECK(store->open("bucket", "key") == nullptr);
  CHECK_FALSE(store->remove("bucket", "key"));

  CHECK(put(*store, "key", "first"));
  CHECK(put(*store, "other", ""));
  const auto first = store->open("bucket", "key");
  REQUIRE(first);
  CHECK(bytes_of(*first) == "first");
  CHECK(first->facts.crc64 == facts_of("key", "first").crc64);
  CHECK(first->facts.etag == facts_of("key", "first").etag);
  CHECK(first->facts.modified == upcall::timestamp{1});
  CHECK(first->facts.headers.get("content-type") == "text/plain");
  char two[2];
  CHECK(first->read(3, two) == 2);
  CHECK(std::string_view{two, 2} == "st");
  CHECK(first->read(4, two) == 1);
  CHECK(first->read(5, two) == 0);

  CHECK_FALSE(put(*store, "key", "refused", false));
  CHECK(bytes_of(*store->open("bucket", "key")) == "first");
  CHECK(put(*store, "key", "second"));
  CHECK(bytes_of(*store->open("bucket", "key")) == "second");
  CHECK(bytes_of(*first) == "first");

  { store->begin()->append("dropped"); }
  CHECK(store->open("another", "key") == nullptr);
  CHECK(store->remove("bucket", "key"));
  CHECK(store->open("bucket", "key") == nullptr);
  CHECK(bytes_of(*store->open("bucket", "other")) == "");
}
