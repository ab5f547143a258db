// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/signer/anonymous.hpp>
#include <upcall/policies/signer/v1.hpp>
#include <upcall/policies/signer/v4.hpp>
#include <upcall/roles/signer.hpp>

namespace {

using upcall::nothing;
using upcall::request;
using upcall::signing_context;
using upcall::text_arena;
using upcall::verdict;

struct own {
  verdict sign(request&, text_arena&, const signing_context&, upcall::crypto auto) { return nothing{}; }
};
struct misspelt {
  verdict sing(request&, text_arena&, const signing_context&, upcall::crypto auto) { return nothing{}; }
};
struct no_result {
  void sign(request&, text_arena&, const signing_context&, upcall::crypto auto) {}
};
struct large_result {
  upcall::result<nothing> sign(request&, text_arena&, const signing_context&, upcall::crypto auto) { return nothing{}; }
};
struct wants_other_crypto {
  verdict sign(request&, text_arena&, const signing_context&, int);
};

static_assert(upcall::signer<own> && !upcall::signer<misspelt> && !upcall::signer<no_result>);
static_assert(!upcall::signer<large_result> && !upcall::signer<wants_other_crypto>);
static_assert(upcall::role::signer::check<own>() && !upcall::role::signer::played<upcall::detail::nobody>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role", "", upcall::sign_v4, upcall::sign_v4_uncached, upcall::sign_v1,
                   upcall::sign_anonymous) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::signer>);
  STATIC_REQUIRE(upcall::role::signer::played<TestType>);
}
