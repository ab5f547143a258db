// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/testing/written.hpp>
#include <upcall/text/sink.hpp>

static_assert(upcall::sink<upcall::testing::string_writer>);

TEST_CASE("what is written becomes a string, of any length") {
  const std::string text = upcall::testing::written([](auto& to) {
    for (int i = 0; i != 1000; ++i) to.put('x');
    to.append("end");
  });
  CHECK(text == std::string(1000, 'x') + "end");
}
