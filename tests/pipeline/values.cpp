// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <type_traits>
#include <upcall/pipeline/stages/check_callback.hpp>
#include <upcall/pipeline/stages/check_crc.hpp>
#include <upcall/pipeline/stages/check_status.hpp>
#include <upcall/pipeline/stages/send.hpp>
#include <upcall/pipeline/stages/sign.hpp>
#include <upcall/pipeline/values.hpp>

using upcall::no_body;
using prepared = upcall::prepared<no_body>;
using ready = upcall::ready<no_body>;
using answered = upcall::answered<no_body>;

// Each comes of the one before it and of nothing else.
static_assert(std::is_constructible_v<prepared, upcall::sending<no_body>&>);
static_assert(std::is_constructible_v<ready, prepared, upcall::signed_request> &&
              !std::is_constructible_v<ready, prepared>);
static_assert(std::is_constructible_v<answered, ready> && !std::is_constructible_v<answered, prepared>);
static_assert(!std::is_convertible_v<prepared, ready> && !std::is_convertible_v<ready, answered> &&
              !std::is_convertible_v<prepared, answered>);

// Handles: a pointer to the exchange.
static_assert(sizeof(prepared) == sizeof(void*) && sizeof(ready) == sizeof(void*) && sizeof(answered) == sizeof(void*));
static_assert(std::is_trivially_copyable_v<prepared> && std::is_trivially_copyable_v<ready> &&
              std::is_trivially_copyable_v<answered>);

// An empty one is what a stage gives that cannot go on.
static_assert(!prepared{} && !ready{} && !answered{} && !prepared{std::nullopt} && !ready{std::nullopt});
static_assert(!std::is_constructible_v<upcall::signed_request>);

TEST_CASE("a handle leads to the one request") {
  upcall::workspace<upcall::limits::small> room;
  upcall::failure why;
  upcall::exchange at{room, why};
  no_body none;
  upcall::sending<no_body> request{at, none};
  const prepared handle{request};
  CHECK(handle);
  handle->with_callback = true;
  CHECK(request.with_callback);
  CHECK(&handle->at == &at);
  CHECK(&*handle == &request);
}
