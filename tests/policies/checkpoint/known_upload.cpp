// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/checkpoint/known_upload.hpp>

using namespace upcall;

namespace {

// Notes for how many parts it was asked to have room.
struct noted_parts {
  static void reserve(std::uint64_t count) { reserved = count; }
  static verdict put(const stored_part&) { return "no room"sv; }
  static constexpr const stored_part* find(std::uint32_t) { return nullptr; }
  static constexpr void drop(std::uint32_t) {}
  static void clear() { reserved = 0; }
  static inline std::uint64_t reserved = 0;
};

TEST_CASE("there is room for all parts of a source whose size is known") {
  known_upload<noted_parts> upload;
  const auto reserved = [&](std::uint64_t size, std::uint64_t part_size) {
    REQUIRE(upload.begin({.nonce = {std::string_view{"nonce"}}, .part_size = part_size}, size));
    return noted_parts::reserved;
  };
  CHECK(reserved(0, 100) == 0);
  CHECK(reserved(100, 100) == 1);
  CHECK(reserved(101, 100) == 2);
  CHECK(reserved(0xffffffffffffffff, 0xfffffffffffffffe) == 2);
  CHECK(reserved(100, 0) == 0);
}

TEST_CASE("what the table refuses is the caller's fault") {
  known_upload<noted_parts> upload;
  REQUIRE(upload.begin({.nonce = {std::string_view{"nonce"}}}, 0));
  CHECK(upload.name("").error().message == "checkpoint: an upload id has 1 to 128 bytes");
  REQUIRE(upload.name("id"));
  const auto refused = upload.add({.number = 1});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault::client);
  CHECK(refused.error().message == "no room");
}

}  // namespace
