// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/policies/callback_encoder/in_header.hpp>
#include <upcall/policies/callback_encoder/in_query.hpp>
#include <upcall/policies/callback_encoder/none.hpp>
#include <upcall/policies/callback_encoder/stored_policy.hpp>
#include <upcall/roles/callback_encoder.hpp>

namespace {

struct own {
  using role = upcall::role::callback_encoder;
  upcall::verdict encode(const upcall::callback_option&, upcall::request&, upcall::text_arena&);
};
struct misspelt {
  upcall::verdict encod(const upcall::callback_option&, upcall::request&, upcall::text_arena&);
};
struct wrong_result {
  void encode(const upcall::callback_option&, upcall::request&, upcall::text_arena&);
};
struct no_room_taken {
  upcall::verdict encode(const upcall::callback_option&, upcall::request&);
};

static_assert(upcall::callback_encoder<own> && upcall::role::callback_encoder::check<own>());
static_assert(!upcall::callback_encoder<misspelt> && !upcall::callback_encoder<wrong_result>);
static_assert(!upcall::callback_encoder<no_room_taken> && !upcall::callback_encoder<int>);

}  // namespace

TEMPLATE_TEST_CASE("what we ship plays the role", "", upcall::callback_in_header, upcall::callback_in_query,
                   upcall::no_callback, upcall::stored_callback_policy) {
  STATIC_REQUIRE(std::is_same_v<typename TestType::role, upcall::role::callback_encoder>);
  STATIC_REQUIRE(upcall::role::callback_encoder::played<TestType>);
}
