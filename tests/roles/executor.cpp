// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/roles/executor.hpp>

namespace {

struct own_team {
  template <class Job>
  void for_each(std::uint32_t, Job);
  template <class Action>
  void alone(Action);
};
struct own {
  own_team team();
};
struct without_alone {
  struct lanes {
    template <class Job>
    void for_each(std::uint32_t, Job);
  };
  lanes team();
};
struct misspelt {
  own_team teams();
};

static_assert(upcall::executor<own> && !upcall::executor<without_alone> && !upcall::executor<misspelt>);
static_assert(upcall::role::executor::played<own> && upcall::role::executor::check<own>());
static_assert(!upcall::role::executor::played<misspelt> && !upcall::role::executor::played<upcall::detail::nobody>);

}  // namespace
