// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/emulator/callback_post.hpp>

using upcall::testing::callback_answer;

TEST_CASE("an answer to a callback is a good one unless it says otherwise") {
  const callback_answer answer{.body = "{}"};
  CHECK(answer.what == callback_answer::outcome::answered);
  CHECK(answer.status == 200);
}
