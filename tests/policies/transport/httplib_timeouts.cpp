// SPDX-License-Identifier: Apache-2.0
// Services that do not accept, do not read, do not answer.
#include "catch.hpp"
#include <upcall/policies/transport/httplib.hpp>

TEST_CASE("there is a limit to every wait") {
  const upcall::httplib_transport transport;
  CHECK(transport.connect_timeout.count > 0);
  CHECK(transport.read_timeout.count > 0);
  CHECK(transport.write_timeout.count > 0);
}
