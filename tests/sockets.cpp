// SPDX-License-Identifier: Apache-2.0
// What <upcall/sockets.hpp> brings is enough for a client without TLS too, and that one says so.
#include "catch.hpp"
#include <upcall/sockets.hpp>

TEST_CASE("a client of sockets alone refuses an https endpoint before anything is sent") {
  upcall::socket_client oss{upcall::endpoint{"https://127.0.0.1:1"},
                            upcall::fixed_credentials{"fake-id", "fake-secret"},
                            upcall::http1_transport<upcall::posix_socket>{}, upcall::no_retry{}, upcall::returning{}};
  const auto out = oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
  REQUIRE_FALSE(out);
  CHECK(out.error().message.view().starts_with("this transport has no TLS"));
  CHECK_FALSE(out.error().outcome_unknown);
}
