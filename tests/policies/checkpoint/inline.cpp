// SPDX-License-Identifier: Apache-2.0
#include "laws/checkpoint.hpp"
#include <upcall/policies/checkpoint/inline.hpp>

namespace {

struct in_the_journal {
  upcall::inline_checkpoint<4> policy() { return {}; }
  std::string place() { return {}; }
};
static_assert(upcall::role::checkpoint::check<upcall::inline_checkpoint<1>>());
static_assert(!upcall::inline_checkpoint<1>::journal::outlives_the_call());
static_assert(sizeof(upcall::inline_checkpoint<50>::journal) - sizeof(upcall::inline_checkpoint<49>::journal) == 72);

// Nothing of it needs a heap.
static_assert([] {
  upcall::inline_checkpoint<3>::journal journal{laws::an_upload.source.size};
  const bool right = journal.begin(laws::an_intent).has_value() && journal.name(laws::an_id).has_value() &&
                     journal.add(laws::a_part(1)).has_value() && journal.add(laws::a_part(3)).has_value() &&
                     laws::knows_all(journal);
  journal.forget();
  return right && laws::knows_nothing(journal);
}());

TEST_CASE("inline_checkpoint keeps the laws of checkpoints") { laws::checkpoint<in_the_journal>(); }

TEST_CASE("more parts than there is room for are refused when the upload is begun, and one by one") {
  laws::given_journals<in_the_journal> journals;
  auto journal = journals.open();
  constexpr std::string_view advice =
      "checkpoint: more parts than its Parts has room for; take larger parts, or a checkpoint of more";
  auto intent = laws::an_intent;
  intent.part_size = laws::an_upload.source.size / 4 - 1;
  const auto too_many = journal->begin(intent);
  REQUIRE_FALSE(too_many);
  CHECK(too_many.error().kind == upcall::fault::client);
  CHECK(too_many.error().message == advice);
  CHECK(laws::knows_nothing(*journal));
  intent.part_size = laws::an_upload.source.size / 4;
  REQUIRE(journal->begin(intent));
  REQUIRE(journal->name(laws::an_id));
  REQUIRE(journal->add(laws::a_part(4)));
  const auto refused = journal->add(laws::a_part(5));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == upcall::fault::client);
  CHECK(refused.error().message == advice);
  CHECK(journal->find(5) == nullptr);
}

}  // namespace
