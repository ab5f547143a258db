// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/roles/transport.hpp>
#include <upcall/testing/failing.hpp>
#include <upcall/testing/recorded.hpp>

namespace {

using upcall::nothing;
using upcall::response;
using upcall::result;
using upcall::signed_request;

struct own {
  result<nothing> send(const signed_request&, upcall::body auto&, response&) { return nothing{}; }
};
struct misspelt {
  result<nothing> sent(const signed_request&, upcall::body auto&, response&) { return nothing{}; }
};
struct gives_bool {
  bool send(const signed_request&, upcall::body auto&, response&) { return true; }
};
struct sends_what_is_not_signed {
  result<nothing> send(upcall::request&, upcall::body auto&, response&) { return nothing{}; }
};
struct wants_more_of_a_body {
  result<nothing> send(const signed_request&, upcall::contiguous_body auto&, response&) { return nothing{}; }
};

static_assert(upcall::transport<own> && !upcall::transport<misspelt> && !upcall::transport<gives_bool>);
static_assert(!upcall::transport<sends_what_is_not_signed> && !upcall::transport<wants_more_of_a_body>);
static_assert(upcall::role::transport::check<own>() && !upcall::role::transport::played<upcall::detail::nobody>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship for tests plays the role", "", upcall::recorded, upcall::failing<upcall::recorded>,
                   upcall::failing<own>) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::transport>);
  STATIC_REQUIRE(upcall::role::transport::played<TestType>);
}

TEST_CASE("a lost exchange says whether the request may have arrived") {
  const auto lost = upcall::transport_failure("no answer came", true);
  CHECK(lost.kind == upcall::fault::transport);
  CHECK(lost.message == "no answer came");
  CHECK(lost.outcome_unknown);
  CHECK(lost.status == 0);
  CHECK_FALSE(upcall::transport_failure("refused", false).outcome_unknown);
}
