// SPDX-License-Identifier: Apache-2.0
#include "laws/deadlines.hpp"
#include <string>
#include <upcall/policies/transport/httplib.hpp>

TEST_CASE("httplib_transport ends by a call's deadline") {
  laws::deadlines([](const std::string& ca_file) -> upcall::httplib_transport {
    constexpr upcall::milliseconds late{600'000};
    return {.connect_timeout = late, .read_timeout = late, .write_timeout = late, .ca_file = ca_file};
  });
}
