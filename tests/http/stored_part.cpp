// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/http/stored_part.hpp>

using upcall::stored_part;

static_assert(stored_part{1, 2, 3, {"\"E\""}} == stored_part{1, 2, 3, {"\"E\""}});
static_assert(stored_part{1, 2, 3, {"\"E\""}} != stored_part{2, 2, 3, {"\"E\""}});
static_assert(stored_part{1, 2, 3, {"\"E\""}} != stored_part{1, 3, 3, {"\"E\""}});
static_assert(stored_part{1, 2, 3, {"\"E\""}} != stored_part{1, 2, 4, {"\"E\""}});
static_assert(stored_part{1, 2, 3, {"\"E\""}} != stored_part{1, 2, 3, {"\"F\""}});

TEST_CASE("a part's ETag, an MD5 in quotes, fits") {
  CHECK_FALSE(stored_part{.etag = {"\"D41D8CD98F00B204E9800998ECF8427E\""}}.etag.cut());
}
