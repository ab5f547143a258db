// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/flash.hpp"
#include <string>
#include <upcall/core/literals.hpp>
#include <upcall/policies/checkpoint/journal_slots.hpp>

using namespace upcall;
using kind = journal_record::kind;

namespace {

static_assert(journal_slots<given::flash<1>>::size == 72 && journal_slots<given::flash<8>>::size == 72);
static_assert(journal_slots<given::flash<16>>::size == 80 && journal_slots<given::flash<32>>::size == 96);
static_assert(journal_slots<given::flash<256>>::size == 256);

// What stands in a slot; empty: no record begins there.
std::string text_of(auto& slots, std::uint32_t generation, std::uint32_t slot) {
  journal_record record;
  if (!slots.read(generation, slot, record)) return {};
  return std::string{record.content.view()} + '/' + static_cast<char>('0' + static_cast<int>(record.what));
}

TEST_CASE("what a slot's bytes are; the checksum is from a program of a few lines that goes bit by bit") {
  given::flash<> store{4 * 72};
  journal_slots slots{store};
  REQUIRE(slots.count() == 2);
  REQUIRE(slots.write(5, 1, {kind::part, {"hello"sv}}));
  std::string expected(3 * 72, '\xff');
  expected += "\x03\x05hello" + std::string(57, '\xff') + "\x36\x03\x7f\x0d\xe6\xf3\x0c\x7f";
  CHECK((store.bytes == expected));
  CHECK(text_of(slots, 5, 1) == "hello/3");
}

TEMPLATE_TEST_CASE("records of every length, in slots of every unit", "", given::flash<1>, given::flash<4>,
                   given::flash<8>, given::flash<16>, given::flash<32>, given::flash<256>) {
  TestType store{2 * 12 * journal_slots<TestType>::size};
  journal_slots slots{store};
  std::string text;
  for (std::size_t length = 0; length <= 128; ++length, text += static_cast<char>(length * 7)) {
    journal_record record{kind::name, {std::string_view{text}}};
    const auto generation = static_cast<std::uint32_t>(length);
    REQUIRE(slots.erase(generation));
    REQUIRE(slots.write(generation, 3, record));
    CHECK(text_of(slots, generation, 3) == text + "/2");
    for (std::uint32_t slot = 0; slot != 12; ++slot) {
      CHECK(slots.is_blank(generation, slot) == (slot < 3 || slot >= 3 + record.slots()));
      if (slot != 3) CHECK(text_of(slots, generation, slot).empty());
    }
  }
  CHECK(store.misused == 0);
}

TEST_CASE("a record is of its generation and its place") {
  given::flash<> store{2 * 4 * 72};
  journal_slots slots{store};
  REQUIRE(slots.write(6, 1, {kind::over}));
  CHECK(text_of(slots, 6, 1) == "/4");
  CHECK(text_of(slots, 4, 1).empty());
  CHECK(text_of(slots, 7, 1).empty());
  store.bytes.replace(2 * 72, 72, store.bytes, 72, 72);  // the same slot once more
  CHECK(text_of(slots, 6, 2).empty());
  REQUIRE(slots.write(7, 1, {kind::over}));
  CHECK(text_of(slots, 6, 1) == "/4");
  REQUIRE(slots.erase(8));
  CHECK(slots.is_blank(6, 1));
  CHECK(text_of(slots, 7, 1) == "/4");
}

TEST_CASE("a record that was being written when the power failed is none, and each flipped bit makes it none") {
  const std::string id(128, 'x');
  for (const bool garbles : {false, true}) {
    for (long units = 0; units != 3 * 9; ++units) {
      given::flash<> store{2 * 4 * 72};
      journal_slots slots{store};
      store.left = units;
      store.garbles = garbles;
      CHECK_THROWS_AS(slots.write(0, 1, {kind::name, {std::string_view{id}}}), given::power_failed);
      CHECK(text_of(slots, 0, 1).empty());
    }
  }
  given::flash<> store{2 * 4 * 72};
  journal_slots slots{store};
  REQUIRE(slots.write(0, 1, {kind::name, {std::string_view{id}}}));
  int believed = 0;
  for (std::size_t bit = 72 * 8; bit != 4 * 72 * 8; ++bit) {
    store.bytes[bit / 8] = static_cast<char>(store.bytes[bit / 8] ^ 1 << bit % 8);
    believed += !text_of(slots, 0, 1).empty();
    store.bytes[bit / 8] = static_cast<char>(store.bytes[bit / 8] ^ 1 << bit % 8);
  }
  CHECK(believed == 0);
  CHECK(text_of(slots, 0, 1) == id + "/2");
}

TEST_CASE("what is beyond the end is blank, also the rest of a record") {
  given::flash<> store{2 * 2 * 72};
  journal_slots slots{store};
  CHECK(slots.is_blank(0, 2));
  REQUIRE(slots.write(0, 0, {kind::name, {std::string_view{std::string(124, 'x')}}}));
  CHECK(text_of(slots, 0, 1).empty());
  store.bytes.resize(2 * 72);
  CHECK(text_of(slots, 0, 0).empty());
  CHECK(store.misused == 0);
}

TEST_CASE("a store that fails is told of") {
  given::flash<> store{2 * 2 * 72};
  journal_slots slots{store};
  CHECK(slots.readable());
  CHECK(slots.is_blank(0, 0));
  CHECK(slots.readable());
  store.can_read = false;
  CHECK(text_of(slots, 0, 0).empty());
  CHECK_FALSE(slots.readable());
  store.can_write = store.can_erase = false;
  CHECK_FALSE(slots.write(0, 0, {kind::over}));
  CHECK_FALSE(slots.erase(0));
}

}  // namespace
