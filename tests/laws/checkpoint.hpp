// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <upcall/roles/checkpoint.hpp>
#include <utility>

// What every checkpoint policy keeps to. A model is told by a place:
//   Place place;
//   place.policy()   what the client would run
//   place.place()    where its journals are, a std::string
// and a test case that calls laws::checkpoint<Place>().
namespace laws {

inline constexpr upcall::upload_identity an_upload{.host = "oss-cn-hangzhou.aliyuncs.com",
                                                   .port = 443,
                                                   .bucket = "examplebucket",
                                                   .key = "files/\"world\" \xe4\xb8\xad",
                                                   .source = {.size = 250'000,
                                                              .modified = -1,
                                                              .changed = 1'700'000'000'123'456'789,
                                                              .inode = 18'446'744'073'709'551'615u,
                                                              .device = 9'007'199'254'740'993u}};
inline constexpr upcall::upload_intent an_intent{
    .nonce = {std::string_view{"0123456789abcdef0123456789abcdef"}}, .begun = {1'700'000'000}, .part_size = 102'400};
inline constexpr std::string_view an_id = "0004B9894A22E5B1888A1E29F8236E2D";

constexpr upcall::stored_part a_part(std::uint32_t number) {
  return {.number = number,
          .size = number == 3 ? 45'200u : 102'400u,
          .crc64 = 0xfffffffffffffff0u + number,
          .etag = {std::string_view{"\"3349DC700140D7F86A0784842780****\""}}};
}

template <class Place>
class given_journals {
 public:
  auto open(const upcall::upload_identity& upload = an_upload) {
    return policy_.open(upload, place_.place(), "/no/such/folder/world");
  }

 private:
  Place place_;
  std::remove_cvref_t<decltype(std::declval<Place&>().policy())> policy_{place_.policy()};
};

template <class Journal>
constexpr bool knows_nothing(Journal&& journal) {
  return journal.intent().nonce.empty() && journal.upload_id().empty() && !journal.source_changed() &&
         journal.find(1) == nullptr;
}
template <class Journal>
constexpr bool knows_all(Journal&& journal, const upcall::upload_intent& intent = an_intent) {
  const auto has = [&](std::uint32_t number) {
    return journal.find(number) != nullptr && *journal.find(number) == a_part(number);
  };
  return journal.intent().nonce == intent.nonce.view() && journal.intent().begun == intent.begun &&
         journal.intent().part_size == intent.part_size && journal.intent().others == intent.others &&
         journal.upload_id() == an_id && has(1) && has(3) && journal.find(0) == nullptr && journal.find(2) == nullptr &&
         journal.find(4) == nullptr;
}
template <class Journal>
void write_all(Journal&& journal) {
  REQUIRE(journal.begin(an_intent));
  REQUIRE(journal.name(an_id));
  REQUIRE(journal.add(a_part(3)));
  REQUIRE(journal.add(a_part(1)));
}

template <class Place>
void a_journal_knows_what_it_was_told() {
  given_journals<Place> journals;
  auto journal = journals.open();
  REQUIRE(journal);
  CHECK(knows_nothing(*journal));
  REQUIRE(journal->begin(an_intent));
  CHECK(journal->intent().nonce == an_intent.nonce.view());
  CHECK(journal->upload_id().empty());
  write_all(*journal);
  CHECK(knows_all(*journal));
  auto moved = std::move(*journal);
  CHECK(knows_all(moved));
  CHECK_FALSE(moved.source_changed());
}

template <class Place>
void a_dropped_part_can_be_added_again() {
  given_journals<Place> journals;
  auto journal = journals.open();
  write_all(*journal);
  journal->drop(1);
  journal->drop(2);
  journal->drop(77);
  CHECK(journal->find(1) == nullptr);
  CHECK(journal->find(3) != nullptr);
  REQUIRE(journal->add(a_part(1)));
  CHECK(knows_all(*journal));
}

template <class Place>
void beginning_again_forgets_what_was_there() {
  given_journals<Place> journals;
  auto journal = journals.open();
  write_all(*journal);
  auto other = an_intent;
  other.nonce.assign("another");
  other.part_size = 200'000;
  other.others = true;
  REQUIRE(journal->begin(other));
  CHECK(journal->intent().nonce == "another");
  CHECK(journal->intent().part_size == 200'000);
  CHECK(journal->intent().others);
  CHECK(journal->upload_id().empty());
  CHECK(journal->find(1) == nullptr);
  CHECK(journal->find(3) == nullptr);
  journal->forget();
  CHECK(knows_nothing(*journal));
  write_all(*journal);
  CHECK(knows_all(*journal));
}

template <class Place>
void what_no_service_gives_is_refused() {
  given_journals<Place> journals;
  auto journal = journals.open();
  REQUIRE(journal->begin(an_intent));
  CHECK_FALSE(journal->name(""));
  CHECK_FALSE(journal->name(std::string(129, 'x')));
  REQUIRE(journal->name(std::string(128, 'x')));
  CHECK(journal->upload_id() == std::string(128, 'x'));
  CHECK_FALSE(journal->add(a_part(0)));
  CHECK_FALSE(journal->add(a_part(10'001)));
  CHECK(journal->find(10'001) == nullptr);
}

template <class Place>
void an_upload_is_begun_then_named_then_sent() {
  given_journals<Place> journals;
  auto journal = journals.open();
  CHECK_FALSE(journal->begin({.part_size = 100}));
  CHECK_FALSE(journal->name(an_id));
  CHECK_FALSE(journal->add(a_part(1)));
  CHECK(knows_nothing(*journal));
  REQUIRE(journal->begin(an_intent));
  CHECK_FALSE(journal->add(a_part(1)));
  REQUIRE(journal->name(an_id));
  CHECK_FALSE(journal->name("another"));
  CHECK(journal->upload_id() == an_id);
}

template <class Place>
void a_later_call_goes_on() {
  given_journals<Place> journals;
  write_all(*journals.open());
  {
    auto journal = journals.open();
    REQUIRE(journal);
    CHECK(knows_all(*journal));
    CHECK_FALSE(journal->source_changed());
    REQUIRE(journal->add(a_part(2)));
  }
  auto journal = journals.open();
  CHECK(*journal->find(2) == a_part(2));
  CHECK(*journal->find(3) == a_part(3));
}

template <class Place>
void an_upload_without_a_name_is_kept() {
  given_journals<Place> journals;
  REQUIRE(journals.open()->begin(an_intent));
  auto journal = journals.open();
  CHECK(journal->intent().nonce == an_intent.nonce.view());
  CHECK(journal->upload_id().empty());
  REQUIRE(journal->name(an_id));
  CHECK(journal->upload_id() == an_id);
}

template <class Place>
void what_is_forgotten_is_gone() {
  given_journals<Place> journals;
  write_all(*journals.open());
  journals.open()->forget();
  auto journal = journals.open();
  REQUIRE(journal);
  CHECK(knows_nothing(*journal));
}

template <class Place>
void another_source_is_told() {
  using upcall::source_identity;
  const auto changes = {+[](source_identity& s) { ++s.size; }, +[](source_identity& s) { ++s.modified; },
                        +[](source_identity& s) { ++s.changed; }, +[](source_identity& s) { --s.inode; }};
  for (const auto change : changes) {
    given_journals<Place> journals;
    write_all(*journals.open());
    auto other = an_upload;
    change(other.source);
    auto journal = journals.open(other);
    REQUIRE(journal);
    CHECK(journal->source_changed());
    CHECK(journal->upload_id() == an_id);
    write_all(*journal);
    CHECK_FALSE(journal->source_changed());
  }
}

template <class Place>
void one_upload_has_one_journal_at_a_time() {
  given_journals<Place> journals;
  auto opened = journals.open();
  auto first = std::optional{std::move(*opened)};
  write_all(*first);
  const auto second = journals.open();
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == upcall::fault::checkpoint_broken);
  CHECK(second.error().message.view().starts_with("checkpoint: in use by another upload"));
  first.reset();
  CHECK(knows_all(*journals.open()));
}

template <class Place>
void checkpoint() {
  using policy = std::remove_cvref_t<decltype(std::declval<Place&>().policy())>;
  static_assert(upcall::checkpoint<policy>);
  a_journal_knows_what_it_was_told<Place>();
  a_dropped_part_can_be_added_again<Place>();
  beginning_again_forgets_what_was_there<Place>();
  what_no_service_gives_is_refused<Place>();
  an_upload_is_begun_then_named_then_sent<Place>();
  if (given_journals<Place>{}.open()->outlives_the_call()) {
    a_later_call_goes_on<Place>();
    an_upload_without_a_name_is_kept<Place>();
    what_is_forgotten_is_gone<Place>();
    another_source_is_told<Place>();
    one_upload_has_one_journal_at_a_time<Place>();
  }
}

}  // namespace laws
