// SPDX-License-Identifier: Apache-2.0
#include "policies/checkpoint/given_flash.hpp"
#include <functional>
#include <set>
#include <string>
#include <upcall/policies/checkpoint/stored_journal.hpp>

using namespace upcall;
using given::device;
using given::known;

namespace {

std::string refused(const auto& opened, fault kind = fault::checkpoint_broken) {
  if (opened) return "no failure";
  CHECK(opened.error().kind == kind);
  return std::string{opened.error().message};
}

TEST_CASE("a journal of another object or endpoint is refused with its upload's id, and stays") {
  device at;
  laws::write_all(*at.open());
  const auto open = [&](auto change) {
    auto upload = laws::an_upload;
    change(upload);
    return refused(at.open(upload));
  };
  const std::string advice = "; go on with that one, or erase the store; its upload id is " + std::string{laws::an_id};
  const std::string object = "checkpoint: of another object, which is not finished" + advice;
  const std::string endpoint = "checkpoint: of another endpoint, and not finished" + advice;
  CHECK(open([](auto& upload) { upload.bucket = "another"; }) == object);
  CHECK(open([](auto& upload) { upload.key = "another"; }) == object);
  CHECK(open([](auto& upload) { upload.host = "another"; }) == endpoint);
  CHECK(open([](auto& upload) { upload.port = 80; }) == endpoint);
  CHECK(open([](auto& upload) { upload.host = "OSS-cn-hangzhou.aliyuncs.com"; }) == "no failure");
  CHECK(known(at.open()) == 4);
  at.open()->forget();
  CHECK(open([](auto& upload) { upload.key = "another"; }) == "no failure");
}

TEST_CASE("what is no journal is refused with the way out, and stays") {
  const std::string advice = "checkpoint: damaged, or no journal of this version; erase the store to begin anew";
  for (const char filled : {'\0', 'x'}) {
    device at;
    at.store.bytes.assign(at.store.bytes.size(), filled);
    const std::string before = at.store.bytes;
    CHECK(refused(at.open()) == advice);
    CHECK((at.store.bytes == before));
  }
  device at;
  at.store.can_read = false;
  CHECK(refused(at.open()) == "checkpoint: the store cannot be read");
}

TEST_CASE("a part's record that ends before its ETag is broken, whatever its checksum says") {
  for (const std::size_t size : {0u, 1u, 2u, 17u, 18u, 19u}) {
    INFO(size);
    device at;
    {
      auto begun = at.open();
      REQUIRE(begun->begin(laws::an_intent));
      REQUIRE(begun->name(laws::an_id));
    }
    journal_slots slots{at.store};
    constexpr std::uint32_t generation = 2;  // the first that a blank store has
    std::uint32_t slot = 2;
    while (!slots.is_blank(generation, slot)) ++slot;
    journal_record record = record_of({.number = 1, .size = 102'400, .crc64 = 7, .etag = {"\"E\""}});
    const std::string whole{record.content.view()};
    record.content.assign(std::string_view{whole}.substr(0, size));
    REQUIRE(slots.write(generation, slot, record));
    auto again = at.open();
    REQUIRE(again.has_value() == (size >= 18));
    if (!again) CHECK(refused(again).find("damaged") != std::string::npos);
  }
}

TEST_CASE("a store that cannot be written") {
  device at;
  const std::string advice = "checkpoint: the store cannot be written";
  auto journal = at.open();
  at.store.can_erase = false;
  CHECK(refused(journal->begin(laws::an_intent), fault::client) == advice);
  CHECK(laws::knows_nothing(*journal));
  at.store.can_erase = true;
  at.store.can_write = false;
  CHECK(refused(journal->begin(laws::an_intent), fault::client) == advice);
  CHECK(laws::knows_nothing(*journal));
  at.store.can_write = true;
  REQUIRE(journal->begin(laws::an_intent));
  at.store.can_write = false;
  CHECK(refused(journal->name(laws::an_id), fault::client) == advice);
  at.store.can_write = true;
  laws::write_all(*journal);
  at.store.can_write = false;
  CHECK(refused(journal->add(laws::a_part(2)), fault::client) == advice);
  CHECK(journal->find(2) == nullptr);
  CHECK(laws::knows_all(*journal));
}

TEST_CASE("each upload is written into the other half, and erases no more than that") {
  device at;
  for (std::size_t count = 1; count != 6; ++count) {
    auto journal = at.open();
    REQUIRE(journal);
    CHECK(laws::knows_nothing(*journal));
    laws::write_all(*journal);
    CHECK(at.store.pages_erased == count * at.store.pages);
    if (count % 2 == 0) journal->forget();  // or the next one begins over it
    if (count % 2 != 0) {
      auto other = laws::an_intent;
      other.nonce.assign("another");
      REQUIRE(journal->begin(other));
      at.store.pages_erased -= at.store.pages;
      journal->forget();
    }
  }
  CHECK(at.store.misused == 0);
}

TEST_CASE("a half that is full is written anew, with what is known") {
  device at;
  auto opened = at.open();
  laws::write_all(*opened);
  for (int again = 0; again != 50; ++again) {
    opened->drop(3);
    REQUIRE(opened->add(laws::a_part(3)));
  }
  CHECK(at.store.pages_erased > at.store.pages);
  CHECK(laws::knows_all(*opened));
  { const auto ends = std::move(*opened); }
  CHECK(known(at.open()) == 4);
  CHECK(at.store.misused == 0);
}

// The power fails at each of the units and pages of what `acts` does on a journal that write_all() has written; what is
// there after it is told to judge().
void fail_everywhere(auto prepare, auto act, auto judge) {
  for (const bool garbles : {false, true}) {
    for (long units = 0;; ++units) {
      INFO(units);
      device at;
      prepare(at);
      const std::size_t written = at.store.units_written;
      at.store.left = units;
      at.store.garbles = garbles;
      bool failed = false;
      try {
        act(at);
      } catch (const given::power_failed&) {
        failed = true;
      }
      at.store.left = -1;
      if (!failed) {
        CHECK(at.store.units_written > written);
        break;
      }
      judge(at, units);
      REQUIRE(at.store.misused == 0);
    }
  }
}
// What is known is one of two, and the journal can be written after it.
void is_before_or_after(device& at, int before, int after) {
  const int is = known(at.open());
  CHECK((is == before || is == after));
  CHECK(known(at.open()) == is);
  laws::write_all(*at.open());
  CHECK(known(at.open()) == 4);
  at.open()->forget();
  CHECK(known(at.open()) == 0);
}

TEST_CASE("power that fails in any write leaves what was before it, or what it wrote") {
  const auto nothing_yet = [](device&) {};
  const auto begun = [](device& at) { (void)at.open()->begin(laws::an_intent); };
  const auto named = [&](device& at) {
    begun(at);
    (void)at.open()->name(laws::an_id);
  };
  const auto one_part = [&](device& at) {
    named(at);
    (void)at.open()->add(laws::a_part(1));
  };
  const auto over = [&](device& at) {
    one_part(at);
    at.open()->forget();
  };
  const auto to = [](int before, int after) {
    return [=](device& at, long) { is_before_or_after(at, before, after); };
  };
  fail_everywhere(nothing_yet, begun, to(0, 1));
  fail_everywhere(
      begun, [](device& at) { (void)at.open()->name(laws::an_id); }, to(1, 2));
  fail_everywhere(
      named, [](device& at) { (void)at.open()->add(laws::a_part(3)); }, to(2, 3));
  fail_everywhere(
      one_part, [](device& at) { (void)at.open()->add(laws::a_part(3)); }, to(3, 4));
  fail_everywhere(
      one_part, [](device& at) { at.open()->forget(); }, to(3, 0));
  fail_everywhere(one_part, begun, to(3, 1));
  fail_everywhere(over, begun, to(0, 1));
  fail_everywhere([&](device& at) { over(at), over(at); }, begun, to(0, 1));
}

TEST_CASE("power that fails again and again: what was lost takes no room that is needed") {
  const auto add = [](device& at) { (void)at.open()->add(laws::a_part(3)); };
  for (long units = 0; units != 9; ++units) {
    INFO(units);
    device at;
    laws::write_all(*at.open());
    for (int again = 0; again != 30; ++again) {
      at.store.left = units;
      CHECK_THROWS_AS(add(at), given::power_failed);
      at.store.left = -1;
      REQUIRE(known(at.open()) == 4);
    }
    REQUIRE(at.open()->add(laws::a_part(3)));
    REQUIRE(known(at.open()) == 4);
    for (int again = 0; again != 30; ++again) {
      at.store.left = units;
      try {
        at.open()->forget();
      } catch (const given::power_failed&) {
      }
      at.store.left = -1;
      REQUIRE((known(at.open()) == 4 || known(at.open()) == 0));
    }
    at.open()->forget();
    CHECK(known(at.open()) == 0);
    laws::write_all(*at.open());
    CHECK(known(at.open()) == 4);
    CHECK(at.store.misused == 0);
  }
}

TEST_CASE("power that fails while a full half is written anew") {
  const auto nearly_full = [](device& at) {
    laws::write_all(*at.open());
    for (const std::size_t erased = at.store.pages_erased;;) {
      const std::string before = at.store.bytes;
      REQUIRE(at.open()->add(laws::a_part(3)));
      if (at.store.pages_erased == erased) continue;
      at.store.bytes = before;
      return;
    }
  };
  const auto add = [](device& at) { (void)at.open()->add(laws::a_part(3)); };
  const auto forget = [](device& at) { at.open()->forget(); };
  fail_everywhere(nearly_full, add, [&](device& at, long) {
    CHECK(known(at.open()) == 4);
    // The upload may come to its end without another part.
    const std::string before = at.store.bytes;
    forget(at);
    CHECK(known(at.open()) == 0);
    at.store.bytes = before;
    is_before_or_after(at, 4, 4);
  });
}

// What may be known when any one bit is flipped of a store in the state that prepare() brings about; each must be.
void flip_each_bit(auto prepare, std::set<int> may_be) {
  device at;
  prepare(at);
  const std::string right = at.store.bytes;
  std::set<int> found;
  for (std::size_t bit = 0; bit != right.size() * 8; ++bit) {
    at.store.bytes = right;
    at.store.bytes[bit / 8] = static_cast<char>(right[bit / 8] ^ 1 << bit % 8);
    found.insert(known(at.open()));
  }
  CHECK(found == may_be);
  CHECK(at.store.misused == 0);
}

TEST_CASE("a bit that flips anywhere never makes another value: it is as if the last write had not been, or broken") {
  const auto begun = [](device& at) { REQUIRE(at.open()->begin(laws::an_intent)); };
  const auto named = [&](device& at) {
    begun(at);
    REQUIRE(at.open()->name(laws::an_id));
  };
  const auto whole = [](device& at) { laws::write_all(*at.open()); };
  const auto over = [&](device& at) {
    whole(at);
    at.open()->forget();
  };
  constexpr int broken = -1;
  // Of the first upload that a store ever has.
  flip_each_bit(begun, {0, 1});
  flip_each_bit(named, {broken, 1, 2});
  flip_each_bit(whole, {broken, 3, 4});
  flip_each_bit(over, {broken, 0, 4});
  // Of one that follows another, which is over since, or which it has taken the place of.
  for (const auto& before : {std::function<void(device&)>{over}, std::function<void(device&)>{whole}}) {
    flip_each_bit([&](device& at) { before(at), begun(at); }, {0, 1});
    flip_each_bit([&](device& at) { before(at), named(at); }, {broken, 1, 2});
    flip_each_bit([&](device& at) { before(at), whole(at); }, {broken, 3, 4});
    flip_each_bit([&](device& at) { before(at), over(at); }, {0, 4});
  }
}

TEST_CASE("however full a half is, the end of an upload erases nothing") {
  for (int more = 0; more != 20; ++more) {
    device at;
    auto journal = at.open();
    laws::write_all(*journal);
    for (int i = 0; i != more; ++i) REQUIRE(journal->add(laws::a_part(2)));
    const std::size_t erased = at.store.pages_erased;
    journal->forget();
    CHECK(at.store.pages_erased == erased);
  }
}

}  // namespace
