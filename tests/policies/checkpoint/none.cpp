// SPDX-License-Identifier: Apache-2.0
#include "laws/checkpoint.hpp"
#include <upcall/policies/checkpoint/none.hpp>

namespace {

struct nowhere {
  upcall::no_checkpoint policy() { return {}; }
  std::string place() { return {}; }
};
static_assert(upcall::role::checkpoint::check<upcall::no_checkpoint>());
static_assert(!upcall::no_checkpoint::journal::outlives_the_call());

TEST_CASE("no_checkpoint keeps the laws of checkpoints") { laws::checkpoint<nowhere>(); }

TEST_CASE("no_checkpoint knows nothing of the call before") {
  laws::given_journals<nowhere> journals;
  laws::write_all(*journals.open());
  auto first = journals.open(), second = journals.open();
  CHECK(laws::knows_nothing(*first));
  CHECK(laws::knows_nothing(*second));
}

}  // namespace
