// SPDX-License-Identifier: Apache-2.0
// TLS of httplib_transport: which services it speaks to and which it refuses.
#include "catch.hpp"
#include <upcall/policies/transport/httplib.hpp>

TEST_CASE("certificates to trust are the system's unless a file is given") {
  CHECK(upcall::httplib_transport{}.ca_file.empty());
}
