// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "operations/given_policies.hpp"
#include <upcall/operations/part_lanes.hpp>
#include <upcall/policies/checkpoint/known_upload.hpp>
#include <upcall/policies/checkpoint/part_table.hpp>

using upcall::fault;
using upcall::text;
using upcall::upload_progress;
using wish = upcall::upload_control::wish;

namespace {

constexpr upcall::subject k{"examplebucket", "k"};
constexpr std::uint64_t size = 102'400;

// A journal whose disk may be full.
struct full_journal : upcall::known_upload<upcall::part_table> {
  bool full = false;
  upcall::result<upcall::nothing> add(const upcall::stored_part& part) {
    if (full) return upcall::failure{fault::checkpoint_broken, "the disk is full"};
    return known_upload::add(part);
  }
};

struct three_parts : given::service_policies {
  std::string bytes = given::bytes(3 * size);
  std::string id = begin(k);
  full_journal journal = {};
  upcall::in_order::one_lane team = {};
  std::vector<upload_progress> told = {};
  upcall::upload_control control = {};
  upcall::failure why = {};
  std::function<bool(const upload_progress&)> follow = [](const upload_progress&) { return true; };
  struct teller {
    three_parts* at;
    bool operator()(const upload_progress& now) const {
      at->told.push_back(now);
      return at->follow(now);
    }
  } tell{this};
  upcall::resumable_upload_options options{.progress = tell, .control = &control};
  upcall::detail::part_lanes<decltype(with), upcall::in_order::one_lane, full_journal> lanes{
      with, k, team, journal, options, {0, 3 * size, 0, 3}, why};

  three_parts() {
    REQUIRE(journal.begin({{"n"}, {1'700'000'000}, size}, 3 * size));
    REQUIRE(journal.name(id));
  }
  three_parts(const three_parts&) = delete;
  bool store(std::uint32_t number) { return lanes.store(number, text{bytes}.slice((number - 1) * size, size)); }
  std::ptrdiff_t parts_sent() const { return std::count_if(seen.lines.begin(), seen.lines.end(), is_part); }
  static bool is_part(const std::string& line) { return line.rfind("PUT part", 0) == 0; }
};

}  // namespace

TEST_CASE("part_lanes: each part is sent, written down, and told") {
  three_parts at;
  for (std::uint32_t number : {1u, 2u, 3u}) CHECK(at.store(number));
  CHECK_FALSE(at.lanes.ended_early());
  CHECK(at.lanes.parts_done() == 3);
  CHECK(at.lanes.parts_resumed() == 0);
  CHECK(at.parts_sent() == 3);
  for (std::uint32_t number : {1u, 2u, 3u}) {
    REQUIRE(at.journal.find(number) != nullptr);
    CHECK(at.journal.find(number)->size == size);
  }
  REQUIRE(at.told.size() >= 3);
  CHECK(at.told.back().done == 3 * size);
  CHECK(at.told.back().parts_done == 3);
  for (std::size_t i = 1; i < at.told.size(); ++i) CHECK(at.told[i].done >= at.told[i - 1].done);
}

TEST_CASE("part_lanes: a part of an earlier call is read, not sent, and sent when its bytes are others") {
  three_parts at;
  at.store(1);
  at.store(2);
  at.bytes[size + 7] ^= 1;
  upcall::failure why;
  upcall::detail::part_lanes<decltype(at.with), upcall::in_order::one_lane, full_journal> again{
      at.with, k, at.team, at.journal, at.options, {0, 3 * size, 0, 3}, why};
  at.seen.lines.clear();
  at.told.clear();
  CHECK(again.store(1, text{at.bytes}.slice(0, size)));
  CHECK(at.parts_sent() == 0);
  CHECK(again.parts_resumed() == 1);
  CHECK(again.bytes_resumed() == size);
  const auto before = at.journal.find(2)->crc64;
  CHECK(again.store(2, text{at.bytes}.slice(size, size)));
  CHECK(at.seen.lines == std::vector<std::string>{"PUT part 2"});
  CHECK(again.parts_resumed() == 1);
  CHECK(again.parts_done() == 2);
  CHECK(at.journal.find(2)->crc64 != before);
  CHECK(at.told.back().done == 2 * size);
  for (std::size_t i = 1; i < at.told.size(); ++i) CHECK(at.told[i].done >= at.told[i - 1].done);
}

TEST_CASE("part_lanes: the first failure is the one that is told, and nothing is begun after it") {
  three_parts at;
  at.at.faults().add("PUT?partNumber:1:status=403");
  CHECK_FALSE(at.store(1));
  CHECK(at.lanes.ended_early());
  CHECK(at.lanes.wish() == wish::go_on);
  CHECK_FALSE(at.store(2));
  CHECK(at.parts_sent() == 1);
  CHECK_FALSE(at.lanes.fail({fault::client, "a later one"}));
  CHECK(at.why.status == 403);
  CHECK(at.lanes.parts_done() == 0);
}

TEST_CASE("part_lanes: a journal that cannot be written ends it: what is not written down would be lost") {
  three_parts at;
  at.journal.full = true;
  CHECK_FALSE(at.store(1));
  CHECK(at.why.kind == fault::checkpoint_broken);
  CHECK(at.lanes.parts_done() == 0);
  CHECK_FALSE(at.store(2));
  CHECK(at.parts_sent() == 1);
}

TEST_CASE("part_lanes: cancel and pause, by progress or control, end it in the middle of a part") {
  three_parts at;
  SECTION("cancelled by progress") {
    at.follow = [](const upload_progress& now) { return now.done < size + 10; };
    CHECK(at.store(1));
    CHECK_FALSE(at.store(2));
    CHECK(at.lanes.wish() == wish::cancel);
    CHECK(at.journal.find(2) == nullptr);
    const auto told = at.told.size();
    CHECK_FALSE(at.store(3));
    CHECK(at.told.size() == told);  // whoever wanted no more is not told more
  }
  SECTION("paused by the control") {
    at.follow = [&](const upload_progress& now) {
      if (now.done > size) at.control.pause();
      return true;
    };
    CHECK(at.store(1));
    CHECK_FALSE(at.store(2));
    CHECK(at.lanes.wish() == wish::pause);
    CHECK(at.journal.find(1) != nullptr);
    CHECK(at.journal.find(2) == nullptr);
  }
  SECTION("before it began") {
    at.control.cancel();
    CHECK_FALSE(at.store(1));
    CHECK(at.seen.lines == std::vector<std::string>{"POST uploads"});
  }
  CHECK(at.lanes.ended_early());
}

TEST_CASE("part_lanes: a source that is cut while a stored part is read again is one that changed") {
  three_parts at;
  at.store(1);
  struct cut_body {
    static std::uint64_t size() { return 102'400; }
    static upcall::result<std::size_t> read(std::span<char>) { return std::size_t{0}; }
    static bool rewind() { return true; }
  };
  CHECK_FALSE(at.lanes.store(1, cut_body{}));
  CHECK(at.why.kind == fault::file_inconsistent);
  CHECK(at.parts_sent() == 1);
}
