// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "testing/temporary_folder.hpp"
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <upcall/testing/emulator/folder_store.hpp>
#include <upcall/testing/emulator/memory_store.hpp>
#include <upcall/testing/emulator/store.hpp>
#include <vector>

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

bool put_part(object_store& to, const std::string& id, std::uint32_t number, std::string_view bytes) {
  const auto arriving = to.begin();
  arriving->append(bytes);
  const object_facts facts = facts_of("", bytes);
  return arriving->commit_part(id, {number, facts.size, facts.crc64, facts.etag, {2}});
}

std::string bytes_of(open_object& object) {
  std::string out(object.facts.size, '\0');
  CHECK(object.read(0, out) == out.size());
  return out;
}

// One test for every store.
std::unique_ptr<object_store> each_store(const temporary_folder& root) {
  if (GENERATE(false, true)) return std::make_unique<memory_store>();
  return std::make_unique<folder_store>(root.path);
}

}  // namespace

TEST_CASE("what every store of the emulator does") {
  const temporary_folder root;
  const auto store = each_store(root);

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

TEST_CASE("the uploads of every store") {
  const temporary_folder root;
  const auto store = each_store(root);
  const std::string id(32, 'A'), other(32, 'B');
  CHECK(store->uploads().empty());
  CHECK_FALSE(store->hold_upload(id));
  CHECK_FALSE(store->hold_upload("../arriving"));
  CHECK_FALSE(put_part(*store, id, 1, "x"));

  upload_facts facts{.id = id, .bucket = "bucket", .key = "key", .initiated = {1}};
  facts.headers.add("Content-Type", "text/plain");
  store->begin_upload(facts);
  store->begin_upload({.id = other, .bucket = "bucket", .key = "key", .initiated = {1}});
  CHECK(store->uploads().size() == 2);
  CHECK(put_part(*store, id, 3, "third"));
  CHECK(put_part(*store, id, 1, "replaced"));
  CHECK(put_part(*store, id, 1, "first"));
  { store->begin()->append("dropped"); }

  std::vector<uploaded_part> parts;
  {
    const auto held = store->hold_upload(id);
    REQUIRE(held);
    CHECK(held->facts.id == id);
    CHECK(held->facts.key == "key");
    CHECK(held->facts.initiated == upcall::timestamp{1});
    CHECK(held->facts.headers.get("content-type") == "text/plain");
    parts = held->parts();
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].etag == facts_of("", "first").etag);
    CHECK(parts[0].modified == upcall::timestamp{2});
    CHECK(held->parts(1).size() == 1);
    CHECK(held->parts(0, 1).size() == 1);
    CHECK(put(*store, "key", "there"));
    CHECK_FALSE(held->complete(parts, joined(held->facts, parts, {4}), false));
    CHECK(held->parts().size() == 2);
    CHECK(held->complete(parts, joined(held->facts, parts, {4}), true));
  }
  CHECK_FALSE(store->hold_upload(id));
  CHECK_FALSE(put_part(*store, id, 4, "late"));
  const auto object = store->open("bucket", "key");
  REQUIRE(object);
  CHECK(bytes_of(*object) == "firstthird");
  CHECK(object->facts.crc64 == facts_of("", "firstthird").crc64);
  CHECK(object->facts.etag.ends_with("-2"));
  CHECK(object->facts.headers.get("content-type") == "text/plain");

  store->hold_upload(other)->abort();
  CHECK_FALSE(store->hold_upload(other));
  CHECK(store->uploads().empty());
}

TEST_CASE("whoever holds an upload has it for himself") {
  const temporary_folder root;
  const auto store = each_store(root);
  const std::string id(32, 'A');
  for (int round = 0; round != 50; ++round) {
    store->begin_upload({.id = id, .bucket = "bucket", .key = "key"});
    put_part(*store, id, 1, "first");
    std::vector<std::thread> threads;
    std::atomic<int> completed = 0, late = 0;
    std::atomic<bool> ready = false;
    for (int i = 0; i != 4; ++i) {
      threads.emplace_back([&] {
        while (!ready) std::this_thread::yield();
        {
          const auto held = store->hold_upload(id);
          if (!held) return;
          const auto parts = held->parts();
          std::this_thread::yield();
          completed += held->complete(parts, joined(held->facts, parts, {1}), true);
        }
        late += put_part(*store, id, 1, "late");
      });
    }
    ready = true;
    for (std::thread& each : threads) each.join();
    CHECK(completed == 1);
    CHECK(late == 0);
    CHECK(bytes_of(*store->open("bucket", "key")) == "first");
  }
}
