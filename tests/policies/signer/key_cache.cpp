// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstring>
#include <new>
#include <string>
#include <type_traits>
#include <upcall/policies/signer/key_cache.hpp>

using upcall::key_cache;
using upcall::key_name;

namespace {

constexpr key_name today{"20231114", "fake-secret", "cn-hangzhou"};

key_cache::key filled(std::uint8_t with) {
  key_cache::key out;
  out.fill(with);
  return out;
}

}  // namespace

TEST_CASE("a key is found under all that it was derived from, and nothing less") {
  key_cache cache;
  key_cache::key found{};
  CHECK_FALSE(cache.find(today, found));
  cache.keep(today, filled(7));
  CHECK(cache.find(today, found));
  CHECK(found == filled(7));
  for (const key_name& other :
       {key_name{"20231115", "fake-secret", "cn-hangzhou"}, key_name{"20231114", "fake-secreT", "cn-hangzhou"},
        key_name{"20231114", "fake-secre", "cn-hangzhou"}, key_name{"20231114", "fake-secret", "cn-beijing"},
        key_name{"20231114", "", "cn-hangzhou"}, key_name{}}) {
    CHECK_FALSE(cache.find(other, found));
  }
  cache.keep({"20231115", "fake-secret", "cn-hangzhou"}, filled(8));
  CHECK_FALSE(cache.find(today, found));
  CHECK(cache.find({"20231115", "fake-secret", "cn-hangzhou"}, found));
  CHECK(found == filled(8));
}

TEST_CASE("what is too long is not kept, and not mistaken for what is") {
  key_cache cache;
  key_cache::key found{};
  const std::string secret(65, 's'), region(33, 'r');
  cache.keep(today, filled(7));
  cache.keep({"20231114", secret, "cn-hangzhou"}, filled(8));
  cache.keep({"20231114", "fake-secret", region}, filled(9));
  CHECK(cache.find(today, found));
  CHECK(found == filled(7));
  CHECK_FALSE(cache.find({"20231114", secret, "cn-hangzhou"}, found));
  CHECK_FALSE(cache.find({"20231114", std::string_view{secret}.substr(0, 64), "cn-hangzhou"}, found));
}

TEST_CASE("an empty secret is never found") {
  key_cache cache;
  key_cache::key found{};
  cache.keep({"20231114", "", "cn-hangzhou"}, filled(7));
  CHECK_FALSE(cache.find({"20231114", "", "cn-hangzhou"}, found));
}

TEST_CASE("nothing of a secret or its key stays behind") {
  alignas(key_cache) unsigned char memory[sizeof(key_cache)] = {};
  auto* cache = new (memory) key_cache;
  cache->keep(today, filled(0xab));
  const auto holds = [&](std::string_view text) {
    return std::string_view{reinterpret_cast<const char*>(memory), sizeof memory}.find(text) != std::string_view::npos;
  };
  CHECK(holds("fake-secret"));
  CHECK(holds("\xab\xab\xab\xab"));
  cache->~key_cache();
  CHECK_FALSE(holds("fake"));
  CHECK_FALSE(holds("\xab"));
}

TEST_CASE("no cache holds nothing and finds nothing") {
  STATIC_REQUIRE(std::is_empty_v<upcall::no_key_cache>);
  key_cache::key found{};
  upcall::no_key_cache::keep(today, filled(7));
  CHECK_FALSE(upcall::no_key_cache::find(today, found));
}
