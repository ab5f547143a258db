// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/roles/role.hpp>

namespace {

struct some_role;
struct plain {
  using role = some_role;
};
struct with_state {
  using role = some_role;
  struct state {};
};
struct no_policy {
  struct role_of_another_name;
};

static_assert(upcall::policy<plain> && upcall::policy<with_state> && !upcall::policy<no_policy> &&
              !upcall::policy<int>);
static_assert(std::is_same_v<upcall::running_policy<plain>, plain>);
static_assert(std::is_same_v<upcall::running_policy<with_state>, with_state::state>);
static_assert(std::is_same_v<upcall::detail::role_of<plain>::type, some_role>);
static_assert(std::is_same_v<upcall::detail::role_of<no_policy>::type, void>);
static_assert(std::is_same_v<upcall::detail::role_of<int>::type, void>);

}  // namespace

TEST_CASE("what stands for nobody holds nothing") { STATIC_REQUIRE(std::is_empty_v<upcall::detail::nobody>); }
