// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/bodies/identity.hpp>

using upcall::source_identity;

TEST_CASE("a source that differs in anything is another") {
  const source_identity was{10, 1, 2, 3, 4};
  CHECK(was == source_identity{10, 1, 2, 3, 4});
  CHECK(was != source_identity{11, 1, 2, 3, 4});
  CHECK(was != source_identity{10, 9, 2, 3, 4});
  CHECK(was != source_identity{10, 1, 9, 3, 4});
  CHECK(was != source_identity{10, 1, 2, 9, 4});
  CHECK(was != source_identity{10, 1, 2, 3, 9});
}
