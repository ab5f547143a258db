// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/checkpoint/known_upload.hpp>

using namespace upcall;

namespace {

// Notes for how many parts it was asked to have room.
struct noted_parts {
  static verdict reserve(std::uint64_t count) {
    if (count > 1000) return "too many"sv;
    reserved = count;
    return nothing{};
  }
  static verdict put(const stored_part&) { return "no room"sv; }
  static constexpr const stored_part* find(std::uint32_t) { return nullptr; }
  static constexpr void drop(std::uint32_t) {}
  static constexpr void clear() {}
  static inline std::uint64_t reserved = 0;
};

TEST_CASE("there is room for all parts of a source whose size is known") {
  known_upload<noted_parts> upload;
  const auto reserved = [&](std::uint64_t size, std::uint64_t part_size) {
    noted_parts::reserved = 0;
    REQUIRE(upload.begin({.nonce = {std::string_view{"nonce"}}, .part_size = part_size}, size));
    return noted_parts::reserved;
  };
  CHECK(reserved(0, 100) == 0);
  CHECK(reserved(100, 100) == 1);
  CHECK(reserved(101, 100) == 2);
  CHECK(reserved(0xffffffffffffffff, 0xfffffffffffffffe) == 2);
  CHECK(reserved(100, 0) == 0);
}

TEST_CASE("an upload of more parts than there is room for is not begun, and what was known stays") {
  known_upload<noted_parts> upload;
  REQUIRE(upload.begin({.nonce = {std::string_view{"nonce"}}, .part_size = 100}, 100));
  REQUIRE(upload.name("id"));
  const auto refused = upload.begin({.nonce = {std::string_view{"other"}}, .part_size = 1}, 1001);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault::client);
  CHECK(refused.error().message == "too many");
  CHECK(upload.intent().nonce == "nonce");
  CHECK(upload.upload_id() == "id");
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
