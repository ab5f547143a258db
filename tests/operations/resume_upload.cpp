// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "operations/given_policies.hpp"
#include <upcall/bodies/addressed.hpp>
#include <upcall/operations/resume_upload.hpp>
#include <upcall/policies/checkpoint/known_upload.hpp>
#include <upcall/policies/checkpoint/part_table.hpp>

using upcall::part_plan;
using upcall::settlement;
using upcall::stored_part;
using upcall::detail::find_completed;
using upcall::detail::match_parts;

namespace {

constexpr upcall::subject k{"examplebucket", "k"};
constexpr std::uint64_t size = 102'400;

// An upload of three parts, and what is written down of it.
struct three_parts : given::service_policies {
  std::string id = begin(k), bytes = given::bytes(size);
  part_plan plan{3 * size, size};
  upcall::known_upload<upcall::part_table> journal = {};

  three_parts() {
    REQUIRE(journal.begin({{"n"}, {1'700'000'000}, size}, plan.size));
    REQUIRE(journal.name(id));
  }
  void keep(const stored_part& part) { REQUIRE(journal.add(part)); }
  bool match() { return match_parts(with, k, journal, plan).has_value(); }
  std::string known() const {
    std::string out;
    for (std::uint32_t number = 1; number <= 5; ++number) out += journal.find(number) != nullptr ? '+' : '-';
    return out;
  }
};

}  // namespace

TEST_CASE("resume_upload: parts that both know stay, as they are") {
  three_parts at;
  const stored_part one = at.send(k, at.id, 1, at.bytes), three = at.send(k, at.id, 3, at.bytes);
  at.keep(one);
  at.keep(three);
  REQUIRE(at.match());
  CHECK(at.known() == "+-+--");
  CHECK(*at.journal.find(1) == one);
  CHECK(*at.journal.find(3) == three);
}

TEST_CASE("resume_upload: what the service does not have is not stored") {
  three_parts at;
  for (std::uint32_t number : {1u, 2u, 3u}) at.keep({number, size, 5, {"\"E\""}});
  SECTION("none of them") {
    REQUIRE(at.match());
    CHECK(at.known() == "-----");
  }
  SECTION("but the middle one, with its own ETag and checksum") {
    const stored_part two = at.send(k, at.id, 2, at.bytes);
    REQUIRE(at.match());
    CHECK(at.known() == "-+---");
    CHECK(*at.journal.find(2) == two);
  }
}

TEST_CASE("resume_upload: a part whose answer was lost is known, when it is as large as it must be") {
  three_parts at;
  const stored_part one = at.send(k, at.id, 1, at.bytes);
  at.send(k, at.id, 2, "short");
  at.send(k, at.id, 4, at.bytes);  // of somebody else's plan
  REQUIRE(at.match());
  CHECK(at.known() == "+----");
  CHECK(*at.journal.find(1) == one);
}

TEST_CASE("resume_upload: a part that was sent once more since is the service's") {
  three_parts at;
  at.keep(at.send(k, at.id, 1, at.bytes));
  std::string other = at.bytes;
  other[0] ^= 1;
  const stored_part later = at.send(k, at.id, 1, other);
  REQUIRE(at.match());
  CHECK(*at.journal.find(1) == later);
}

TEST_CASE("resume_upload: without an answer all stays as it was") {
  three_parts at;
  at.keep({2, size, 5, {"\"E\""}});
  at.at.faults().add("GET?uploadId:*:status=403");
  CHECK_FALSE(at.match());
  CHECK(at.known() == "-+---");
}

TEST_CASE("resume_upload: pages whose parts come in disorder, or twice") {
  given::recorded_policies at{{{.body = "<ListPartsResult>"
                                        "<Part><PartNumber>2</PartNumber><ETag>b</ETag><HashCrc64ecma>2</HashCrc64ecma>"
                                        "<Size>102400</Size></Part>"
                                        "<Part><PartNumber>1</PartNumber><ETag>a</ETag><HashCrc64ecma>1</HashCrc64ecma>"
                                        "<Size>102400</Size></Part>"
                                        "<Part><PartNumber>2</PartNumber><ETag>c</ETag><HashCrc64ecma>3</HashCrc64ecma>"
                                        "<Size>102400</Size></Part></ListPartsResult>"}}};
  upcall::known_upload<upcall::part_table> journal;
  REQUIRE(journal.begin({{"n"}, {}, size}, 3 * size));
  REQUIRE(journal.name("I"));
  REQUIRE(match_parts(at.with, k, journal, {3 * size, size}));
  CHECK(journal.find(1) == nullptr);  // sent again, which is never wrong
  REQUIRE(journal.find(2) != nullptr);
  CHECK(*journal.find(2) == stored_part{2, size, 2, {"b"}});
}

TEST_CASE("resume_upload: an ETag that is too long to keep is no part's") {
  const std::string etag(48, 'e');
  given::recorded_policies at{{{.body = "<ListPartsResult><Part><PartNumber>1</PartNumber><ETag>" + etag +
                                        "</ETag><HashCrc64ecma>1</HashCrc64ecma><Size>102400</Size></Part>"
                                        "</ListPartsResult>"}}};
  upcall::known_upload<upcall::part_table> journal;
  REQUIRE(journal.begin({{"n"}, {}, size}, size));
  REQUIRE(journal.name("I"));
  REQUIRE(match_parts(at.with, k, journal, {size, size}));
  CHECK(journal.find(1) == nullptr);
}

TEST_CASE("resume_upload: an upload that is gone was completed when its object is there") {
  three_parts at;
  for (std::uint32_t number : {1u, 2u, 3u}) at.keep(at.send(k, at.id, number, at.bytes));
  upcall::stored_object stored;
  CHECK(find_completed(at.with, k, at.journal, at.plan, {}, stored) == settlement::not_stored);
  auto part_at = [&](std::uint32_t index) -> const stored_part& { return *at.journal.find(index + 1); };
  REQUIRE(complete_upload(at.with, k, at.id, {3, part_at}, {}));
  CHECK(find_completed(at.with, k, at.journal, at.plan, {}, stored) == settlement::stored);
  CHECK(stored.size == 3 * size);
  CHECK_FALSE(stored.etag.empty());
  CHECK(find_completed(at.with, k, at.journal, at.plan, "n", stored) == settlement::not_stored);

  at.at.faults().add("HEAD:*:status=403");
  CHECK(find_completed(at.with, k, at.journal, at.plan, {}, stored) == settlement::unknown);
  at.journal.drop(2);  // nobody completes what is not all there
  CHECK(find_completed(at.with, k, at.journal, at.plan, {}, stored) == settlement::not_stored);
}

TEST_CASE("resume_upload: a source that does not know whether it changed is read for its checksum, from its start") {
  given::service_policies at;
  const std::string bytes = given::bytes(100'000);
  upcall::crc64 sum;
  write(sum, bytes);
  const auto has = [&](auto&& from, std::uint64_t crc64) { return upcall::detail::has_sum(at.with, from, crc64); };
  upcall::text source{bytes};
  char some[7];
  REQUIRE(source.read(some));
  CHECK(has(source, sum.value()));
  CHECK(has(source, sum.value()));
  CHECK_FALSE(has(source, sum.value() + 1));
  CHECK(has(upcall::text{""}, 0));
  const auto give = [&](std::uint64_t from, std::span<char> piece) {
    return bytes.copy(piece.data(), piece.size(), static_cast<std::size_t>(from));
  };
  CHECK(has(upcall::addressed{100'000, give}, sum.value()));
  CHECK_FALSE(has(upcall::addressed{100'001, give}, sum.value()));  // it ends before its size
  struct named : upcall::text {
    upcall::source_identity identity() const { return {}; }
  };
  CHECK(has(named{{bytes}}, 1));
}
