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

TEST_CASE("a part that has no room names the template argument") {
  laws::given_journals<in_the_journal> journals;
  auto journal = journals.open();
  REQUIRE(journal->begin(laws::an_intent));
  REQUIRE(journal->name(laws::an_id));
  REQUIRE(journal->add(laws::a_part(4)));
  const auto refused = journal->add(laws::a_part(5));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == upcall::fault::client);
  CHECK(refused.error().message ==
        "checkpoint: more parts than inline_checkpoint<Parts> has room for; take larger parts or a larger Parts");
  CHECK(journal->find(5) == nullptr);
}

}  // namespace
