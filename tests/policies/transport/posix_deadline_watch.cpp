// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/listener.hpp"
#include "support/open_descriptors.hpp"
#include <cstdint>
#include <sys/resource.h>
#include <upcall/policies/transport/posix_deadline_watch.hpp>
#include <utility>

using upcall::detail::posix_deadline_watch;

namespace {

// Two ends of a connection.
struct connection {
  given::listener place = given::listener{};
  int here = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), there = -1;

  connection() {
    REQUIRE(::connect(here, place.address().name(), place.address().size()) == 0);
    there = place.accept();
  }
  connection(const connection&) = delete;
  ~connection() {
    ::close(here);
    ::close(there);
  }
};

ssize_t wait_for_a_byte(int socket) {
  char byte;
  return ::recv(socket, &byte, 1, 0);
}

}  // namespace

TEST_CASE("a watch ends a wait for a socket that it follows, whatever came before") {
  const connection first, second;
  posix_deadline_watch watch{{50}};
  watch.follow(first.here);
  watch.follow(second.here);
  CHECK(wait_for_a_byte(second.here) == 0);
  CHECK(watch.passed());
  CHECK(::send(first.there, "x", 1, MSG_NOSIGNAL) == 1);  // which it follows no more
  CHECK(wait_for_a_byte(first.here) == 1);
  watch.follow(first.here);  // too late for any
  CHECK(wait_for_a_byte(first.here) == 0);
}

TEST_CASE("a socket whose number went to another meanwhile is not taken for that") {
  connection old, another;
  posix_deadline_watch watch{{50}};
  watch.follow(old.here);
  REQUIRE(::dup2(another.here, old.here) == old.here);
  CHECK(wait_for_a_byte(old.there) == 0);  // the watch has ended it
  CHECK(::send(another.there, "x", 1, MSG_NOSIGNAL) == 1);
  CHECK(wait_for_a_byte(old.here) == 1);
}

TEST_CASE("a watch that is over, or has no end, leaves the socket alone and nothing open") {
  const connection line;
  const auto before = given::open_descriptors();
  for (const upcall::milliseconds time : {upcall::milliseconds{600'000}, {0}, {-1}, {INT64_MAX}}) {
    posix_deadline_watch watch{time};
    watch.follow(line.here);
    CHECK_FALSE(watch.passed());
  }
  CHECK(given::open_descriptors() == before);
  CHECK(::send(line.there, "x", 1, MSG_NOSIGNAL) == 1);
  CHECK(wait_for_a_byte(line.here) == 1);
}

TEST_CASE("a socket that cannot be watched is not waited for") {
  const connection line;
  posix_deadline_watch watch{{600'000}};
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit none = before;
  none.rlim_cur = 0;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  watch.follow(line.here);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(wait_for_a_byte(line.here) == 0);
  CHECK_FALSE(watch.passed());
}
