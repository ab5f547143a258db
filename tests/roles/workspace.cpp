// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/workspace/borrowed.hpp>
#include <upcall/policies/workspace/stack.hpp>
#include <upcall/roles/workspace.hpp>

namespace {

using small_workspace = upcall::workspace<upcall::limits::small>;

struct gives_one {
  small_workspace lease();
};
struct lends_one {
  small_workspace& lease();
};
struct misspelt {
  small_workspace leas();
};
struct gives_memory {
  char* lease();
};

static_assert(upcall::workspace_place<gives_one> && upcall::workspace_place<lends_one>);
static_assert(!upcall::workspace_place<misspelt> && !upcall::workspace_place<gives_memory>);
static_assert(upcall::role::workspace::check<gives_one>() && !upcall::role::workspace::played<upcall::detail::nobody>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role", "", upcall::stack_workspace<>,
                   upcall::stack_workspace<upcall::limits::small>, upcall::borrowed_workspace<upcall::limits::small>) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::workspace>);
  STATIC_REQUIRE(upcall::role::workspace::played<TestType>);
}
