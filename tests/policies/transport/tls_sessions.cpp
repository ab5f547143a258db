// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <thread>
#include <upcall/policies/transport/tls_sessions.hpp>
#include <vector>

using upcall::detail::tls_owned;
using upcall::detail::tls_place;
using upcall::detail::tls_sessions;

namespace {

tls_place place(std::string_view host, std::uint16_t port = 443) {
  tls_place out;
  out.assign(host, port);
  return out;
}
// One that can be told from others by its time.
tls_owned<SSL_SESSION> session(int number, int version = TLS1_3_VERSION) {
  tls_owned<SSL_SESSION> out{SSL_SESSION_new()};
  SSL_SESSION_set_protocol_version(out.get(), version);
  SSL_SESSION_set_time(out.get(), number);
  return out;
}
long number_of(const tls_owned<SSL_SESSION>& session) { return session ? SSL_SESSION_get_time(session.get()) : -1; }

}  // namespace

TEST_CASE("the latest session of a place is taken first, and of TLS 1.3 once") {
  tls_sessions sessions;
  CHECK(number_of(sessions.take(place("a"))) == -1);
  sessions.keep(place("a"), session(1));
  sessions.keep(place("b"), session(2));
  sessions.keep(place("a"), session(3));
  CHECK(number_of(sessions.take(place("a", 444))) == -1);
  CHECK(number_of(sessions.take(place("a"))) == 3);
  CHECK(number_of(sessions.take(place("a"))) == 1);
  CHECK(number_of(sessions.take(place("a"))) == -1);
  CHECK(number_of(sessions.take(place("b"))) == 2);
}

TEST_CASE("one of TLS 1.2 may be taken again") {
  tls_sessions sessions;
  sessions.keep(place("a"), session(1, TLS1_2_VERSION));
  for (int i = 0; i != 3; ++i) CHECK(number_of(sessions.take(place("a"))) == 1);
  sessions.keep(place("a"), session(2, TLS1_2_VERSION));
  CHECK(number_of(sessions.take(place("a"))) == 2);
}

TEST_CASE("sessions are few, and the oldest goes") {
  tls_sessions sessions;
  SECTION("of one place, without others' going") {
    sessions.keep(place("other"), session(1));
    for (int i = 0; i != 1000; ++i) sessions.keep(place("a"), session(10 + i));
    for (int i = 0; i != static_cast<int>(tls_sessions::most_of_place); ++i)
      CHECK(number_of(sessions.take(place("a"))) == 1009 - i);
    CHECK(number_of(sessions.take(place("a"))) == -1);
    CHECK(number_of(sessions.take(place("other"))) == 1);
  }
  SECTION("of all places") {
    const auto host = [](int i) { return "host-" + std::to_string(i); };
    for (int i = 0; i != 1000; ++i) sessions.keep(place(host(i)), session(i));
    int left = 0;
    for (int i = 0; i != 1000; ++i) left += number_of(sessions.take(place(host(i)))) == i ? 1 : 0;
    CHECK(left == static_cast<int>(tls_sessions::most));
    sessions.keep(place(host(1)), session(1));
    CHECK(number_of(sessions.take(place(host(1)))) == 1);
  }
}

TEST_CASE("threads share the sessions, each of which is given once") {
  tls_sessions sessions;
  int taken[8] = {};
  std::vector<std::thread> running;
  for (int i = 0; i != 8; ++i) {
    running.emplace_back([&, i] {
      for (int j = 0; j != 500; ++j) {
        sessions.keep(place("a"), session(j));
        taken[i] += sessions.take(place("a")) ? 1 : 0;
        sessions.keep(place("b"), session(j, TLS1_2_VERSION));
        sessions.take(place("b"));
      }
    });
  }
  for (auto& each : running) each.join();
  int all = 0;
  for (int each : taken) all += each;
  CHECK(all > 0);
  CHECK(all <= 8 * 500);
}
