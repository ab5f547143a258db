// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <atomic>
#include <string>
#include <thread>
#include <upcall/testing/emulator/memory_store.hpp>
#include <vector>

using namespace upcall::testing;

TEST_CASE("threads that put the same object leave one of theirs, whole") {
  memory_store store;
  std::vector<std::thread> threads;
  for (char c : {'a', 'b', 'c', 'd'}) {
    threads.emplace_back([&store, c] {
      for (int i = 0; i != 200; ++i) {
        const auto arriving = store.begin();
        arriving->append(std::string(50, c));
        arriving->append(std::string(50, c));
        arriving->commit({.bucket = "bucket", .key = "key", .size = 100}, true);
        char got[100];
        const auto object = store.open("bucket", "key");
        if (object) object->read(0, got);
      }
    });
  }
  for (std::thread& each : threads) each.join();
  std::string got(100, '\0');
  CHECK(store.open("bucket", "key")->read(0, got) == 100);
  CHECK(got == std::string(100, got[0]));
}

TEST_CASE("of threads that may not replace an object one puts it") {
  memory_store store;
  std::vector<std::thread> threads;
  std::atomic<int> stored = 0;
  for (int i = 0; i != 4; ++i) {
    threads.emplace_back([&] { stored += store.begin()->commit({.bucket = "bucket", .key = "key"}, false); });
  }
  for (std::thread& each : threads) each.join();
  CHECK(stored == 1);
}
