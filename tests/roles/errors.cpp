// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/errors/returning.hpp>
#include <upcall/policies/errors/throwing.hpp>
#include <upcall/roles/errors.hpp>

namespace {

struct counts {
  template <class Call>
  int unwrap(Call&& call, const upcall::subject&) {
    return call().has_value() ? 0 : 1;
  }
};
struct misspelt {
  template <class Call>
  int unwrp(Call&& call, const upcall::subject&);
};
struct wants_the_result {
  int unwrap(upcall::result<upcall::nothing>, const upcall::subject&);
};

static_assert(upcall::error_handling<counts> && upcall::role::errors::check<counts>());
static_assert(!upcall::error_handling<misspelt> && !upcall::error_handling<wants_the_result> &&
              !upcall::error_handling<int>);
static_assert(!upcall::role::errors::played<upcall::detail::nobody>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role and holds nothing", "", upcall::throwing, upcall::returning) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::errors>);
  STATIC_REQUIRE(upcall::role::errors::played<TestType>);
  STATIC_REQUIRE(std::is_empty_v<TestType>);
}
