// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/client.hpp"
#include <type_traits>
#include <upcall/operations/resumable_options.hpp>

// Plain values, all of whose members may be left out; the first of them are put_object's.
static_assert(std::is_aggregate_v<upcall::resumable_upload_options>);
static_assert(std::is_aggregate_v<upcall::upload_progress>);
static_assert(std::is_base_of_v<upcall::complete_result, upcall::resumable_result>);
static_assert(std::is_base_of_v<upcall::put_result, upcall::resumable_result>);

TEST_CASE("resumable_options: without options, what is usual") {
  const upcall::resumable_upload_options options{};
  CHECK_FALSE(options.callback);
  CHECK_FALSE(options.progress);
  CHECK(options.part_size == 0);
  CHECK(options.checkpoint.empty());
  CHECK_FALSE(options.single_put_up_to);
  CHECK(options.control == nullptr);
  CHECK(options.on_failure == upcall::unfinished_upload::usual);
  CHECK_FALSE(options.abort_left_behind);
  CHECK_FALSE(options.without_nonce);
}
