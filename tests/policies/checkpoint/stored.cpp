// SPDX-License-Identifier: Apache-2.0
#include "policies/checkpoint/given_flash.hpp"
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/stored.hpp>

using given::device;
using given::flash;
using upcall::fault;

namespace {

// A state is made where it stays, so the laws are given what refers to one.
struct in_flash {
  struct reference {
    using journal = given::journal_in_flash;
    auto open(const auto&... with) { return at->kept.open(with...); }
    device* at;
  };
  reference policy() { return {&at}; }
  std::string place() { return {}; }
  device at{};
};
static_assert(upcall::role::checkpoint::check<given::checkpoint_in_flash>());
static_assert(upcall::parts_kept<given::journal_in_flash> == given::most_parts);

// What a device has for 32 parts: two pages of 4 KB, of which a client keeps no more than where they are.
using for_32 = upcall::running_policy<upcall::stored_checkpoint<32, flash<>>>;
static_assert(for_32::journal::bytes == 2 * 38 * 72 && for_32::journal::bytes <= 2 * 4096);
static_assert(sizeof(for_32) == 2 * sizeof(void*));

struct chip {
  static constexpr std::uint32_t unit = 8;
  static constexpr std::uint32_t size() { return given::journal_in_flash::bytes; }
  static bool read(std::uint32_t at, std::span<char> into) {
    return bytes.copy(into.data(), into.size(), at) == into.size();
  }
  static bool write(std::uint32_t at, std::string_view text) {
    bytes.replace(at, text.size(), text);
    return true;
  }
  static bool erase(std::uint32_t at, std::uint32_t count) {
    bytes.replace(at, count, count, '\xff');
    return true;
  }
  static inline std::string bytes = std::string(given::journal_in_flash::bytes, '\xff');
};

}  // namespace

TEST_CASE("stored_checkpoint keeps the laws of checkpoints") { laws::checkpoint<in_flash>(); }

TEST_CASE("a store that is too small is refused before anything is written, and nothing of it is needed at least") {
  flash<> store{given::journal_in_flash::bytes - 2};
  upcall::running_policy<given::checkpoint_in_flash> kept{given::checkpoint_in_flash{store}};
  const auto refused = kept.open(laws::an_upload, {}, {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault::client);
  CHECK(refused.error().message == "checkpoint: the store is too small for so many parts");

  device least;
  auto journal = least.open();
  REQUIRE(journal->begin(laws::an_intent));
  REQUIRE(journal->name(std::string(128, 'x')));
  for (std::uint32_t number = 1; number <= given::most_parts; ++number) REQUIRE(journal->add(laws::a_part(number)));
  CHECK(least.store.pages_erased == least.store.pages);
  journal->forget();
  CHECK(least.store.misused == 0);
}

TEST_CASE("more parts than there is room for are refused before anything is erased") {
  device at;
  laws::write_all(*at.open());
  const std::string before = at.store.bytes;
  auto intent = laws::an_intent;
  intent.part_size = laws::an_upload.source.size / given::most_parts - 1;
  const auto refused = at.open()->begin(intent);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == fault::client);
  CHECK(refused.error().message ==
        "checkpoint: more parts than its Parts has room for; take larger parts, or a checkpoint of more");
  CHECK((at.store.bytes == before));
}

TEST_CASE("the store may be a type whose size the compiler knows") {
  chip pages;
  using policy = upcall::stored_checkpoint<given::most_parts, chip>;
  upcall::running_policy<policy> kept{policy{pages}};
  laws::write_all(*kept.open(laws::an_upload, {}, {}));
  CHECK(laws::knows_all(*kept.open(laws::an_upload, {}, {})));
}
