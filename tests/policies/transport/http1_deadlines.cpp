// SPDX-License-Identifier: Apache-2.0
#include "laws/deadlines.hpp"
#include <string>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/tls.hpp>

TEST_CASE("http1_transport over TLS and sockets ends by a call's deadline") {
  laws::deadlines([](const std::string& ca_file) {
    constexpr upcall::milliseconds late{600'000};
    return upcall::http1_transport<upcall::tls<upcall::posix_socket>>{
        .stream = {.below = {.connect_timeout = late, .read_timeout = late, .write_timeout = late},
                   .ca_file = ca_file}};
  });
}

TEST_CASE("http1_transport heeds a deadline where its stream does") {
  struct own_line {
    static upcall::verdict connect(const upcall::stream_target&) { return upcall::nothing{}; }
    static upcall::transferred read(std::span<char>) { return {}; }
    static upcall::transferred write(std::string_view text) { return {text.size(), {}}; }
    static void close() {}
  };
  STATIC_REQUIRE(upcall::timely_transport<upcall::http1_transport<upcall::posix_socket>::state>);
  STATIC_REQUIRE_FALSE(upcall::timely_transport<upcall::http1_transport<own_line>::state>);
  STATIC_REQUIRE_FALSE(upcall::timely_transport<upcall::http1_transport<upcall::tls<own_line>>::state>);
}
