// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/credentials/environment.hpp>
#include <upcall/policies/credentials/fixed.hpp>
#include <upcall/roles/credentials.hpp>

namespace {

using upcall::credentials;
using upcall::result;
using upcall::timestamp;

struct own {
  result<credentials> current(timestamp);
};
struct lent : credentials {};
struct lending {
  result<lent> current(timestamp);
};
struct gives_others {
  result<int> current(timestamp);
};
struct misspelt {
  result<credentials> curent(timestamp);
};
struct no_result {
  credentials current(timestamp);
};
struct takes_nothing {
  result<credentials> current();
};

static_assert(upcall::credentials_source<own> && !upcall::credentials_source<misspelt>);
static_assert(!upcall::credentials_source<no_result> && !upcall::credentials_source<takes_nothing>);
static_assert(upcall::credentials_source<lending> && !upcall::credentials_source<gives_others>);
static_assert(upcall::lends_credentials<lending> && !upcall::lends_credentials<own>);
static_assert(!upcall::lends_credentials<upcall::detail::nobody>);
static_assert(upcall::role::credentials::played<own> && upcall::role::credentials::check<own>());
static_assert(!upcall::role::credentials::played<upcall::detail::nobody>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role", "", upcall::fixed_credentials, upcall::environment_credentials) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::credentials>);
  STATIC_REQUIRE(upcall::role::credentials::played<TestType>);
}
