// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/listener.hpp"
#include "support/open_descriptors.hpp"
#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <upcall/policies/transport/posix_connect.hpp>
#include <vector>

using given::listener;
using upcall::milliseconds;
using upcall::stream_target;
using upcall::detail::address_list;

namespace {

// What comes of it: "connected", or what is wrong; nothing stays open.
std::string connecting_to(std::string_view host, int port, milliseconds limit = {600'000}) {
  const auto before = given::open_descriptors();
  std::string_view wrong;
  const int socket = upcall::detail::connect_to({host, static_cast<std::uint16_t>(port), false}, limit, wrong);
  std::string out{wrong};
  if (socket >= 0) {
    CHECK(wrong.empty());
    out = "connected";
    ::close(socket);
  }
  CHECK(given::open_descriptors() == before);
  return out;
}

// The families of localhost's addresses here.
std::vector<int> families_of_localhost() {
  std::vector<int> out;
  const address_list found{"localhost", 80};
  for (const addrinfo* each : found.all()) out.push_back(each->ai_family);
  return out;
}
bool localhost_has(int family) {
  for (int each : families_of_localhost()) {
    if (each == family) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("an address of digits is connected to") {
  const listener place{"127.0.0.1"};
  CHECK(connecting_to("127.0.0.1", place.port_number()) == "connected");
  CHECK(connecting_to("127.0.0.1", place.port_number(), {0}) == "connected");
}

TEST_CASE("an IPv6 address is connected to where this machine has it") {
  if (given::has_address("::1")) {
    const listener place{"::1"};
    CHECK(connecting_to("::1", place.port_number()) == "connected");
  } else {
    CHECK(connecting_to("::1", 1) == "cannot connect to the service: check the endpoint and the network");
  }
}

TEST_CASE("localhost is whichever of its addresses somebody listens on") {
  REQUIRE_FALSE(families_of_localhost().empty());
  for (const char* address : {"127.0.0.1", "::1"}) {
    INFO(address);
    if (!given::has_address(address)) continue;
    const listener place{address};
    const bool found = localhost_has(place.address().family());
    CHECK(connecting_to("localhost", place.port_number()) ==
          (found ? "connected" : "cannot connect to the service: nobody listens there; check the endpoint"));
  }
}

TEST_CASE("the families of a name's addresses take turns") {
  const address_list numeric{"127.0.0.1", 80};
  REQUIRE(numeric.error() == 0);
  REQUIRE(numeric.all().size() == 1);
  CHECK(numeric.all()[0]->ai_family == AF_INET);
  CHECK(numeric.all()[0]->ai_socktype == SOCK_STREAM);
  CHECK(ntohs(reinterpret_cast<const sockaddr_in*>(numeric.all()[0]->ai_addr)->sin_port) == 80);
  const auto families = families_of_localhost();
  const bool has_both = localhost_has(AF_INET) && localhost_has(AF_INET6);
  if (has_both) CHECK(families[0] != families[1]);
}

TEST_CASE("why there is no connection") {
  const laws::peer::closed_port nobody;
  CHECK(connecting_to("127.0.0.1", nobody.number()) ==
        "cannot connect to the service: nobody listens there; check the endpoint");
  listener silent{"127.0.0.1", 0};
  silent.fill();
  CHECK(connecting_to("127.0.0.1", silent.port_number(), {50}) ==
        "cannot connect to the service: it did not answer in time");
  CHECK(connecting_to("224.0.0.1", 80) == "cannot connect to the service: check the endpoint and the network");
}

// RFC 6761 §6.4: no name below .invalid is ever known.
TEST_CASE("a name that is not known") {
  for (const std::string& name : {std::string{"oss-cn-hangzhou.invalid"}, std::string{"a..b"}, std::string(255, 'a'),
                                  std::string{"::g"}, std::string{}}) {
    INFO(name);
    CHECK(connecting_to(name, 80) ==
          "cannot connect to the service: its name is not known; check the endpoint and the network");
  }
  CHECK(connecting_to(std::string(256, 'a'), 80) == "endpoint: a host's name has at most 255 characters");
}

TEST_CASE("too many open files are told as such") {
  const listener place;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const int next = ::fcntl(0, F_DUPFD, 3);
  REQUIRE(next >= 0);
  ::close(next);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(next);
  std::string_view wrong;
  milliseconds limit{600'000};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  const int socket = upcall::detail::connect_to(place.target(), limit, wrong);
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK(socket == -1);
  CHECK(wrong == "cannot connect to the service: too many files are open");
}
