// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "laws/peer.hpp"
#include "support/listener.hpp"
#include "support/open_descriptors.hpp"
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <list>
#include <string>
#include <thread>
#include <upcall/policies/transport/address_race.hpp>
#include <vector>

using given::listener;
using given::loopback_address;
using upcall::milliseconds;
using upcall::detail::address_race;

namespace {

constexpr milliseconds soon{50}, late{600'000}, no_limit{};

// Addresses as getaddrinfo() gives them.
class addresses {
 public:
  void add(const loopback_address& at) {
    kept_.push_back(at);
    infos_.emplace_back();
    infos_.back().ai_family = at.family();
    infos_.back().ai_socktype = SOCK_STREAM;
    infos_.back().ai_addr = kept_.back().name();
    infos_.back().ai_addrlen = at.size();
    all_.push_back(&infos_.back());
  }
  void add(const listener& place) { add(place.address()); }
  std::span<const addrinfo* const> all() const { return all_; }

 private:
  std::list<loopback_address> kept_ = {};
  std::list<addrinfo> infos_ = {};
  std::vector<const addrinfo*> all_ = {};
};

// Connects, and says to which port; less than 0: why to none.
int winner(const addresses& of, milliseconds limit) {
  const auto before = given::open_descriptors();
  int out;
  {
    address_race race{limit};
    const int socket = race.run(of.all());
    if (socket >= 0) {
      sockaddr_in6 there{};  // the port lies where it does in an IPv4 address
      socklen_t size = sizeof there;
      REQUIRE(::getpeername(socket, reinterpret_cast<sockaddr*>(&there), &size) == 0);
      CHECK((::fcntl(socket, F_GETFL) & O_NONBLOCK) == 0);
      CHECK((::fcntl(socket, F_GETFD) & FD_CLOEXEC) != 0);
      ::close(socket);
      out = ntohs(there.sin6_port);
    } else {
      out = -race.error();
    }
  }
  CHECK(given::open_descriptors() == before);
  return out;
}

// Listens, and does not take who comes.
struct hanging : listener {
  explicit hanging(const std::string& address) : listener(address, 0) { fill(); }
};

struct refusing {
  laws::peer::closed_port nobody = {};
  loopback_address address{"127.0.0.1", nobody.number()};
};

}  // namespace

TEST_CASE("the first address is connected to when it answers") {
  const listener first{"127.0.0.1"}, second{"127.0.0.2"};
  addresses of;
  of.add(first);
  of.add(second);
  CHECK(winner(of, late) == first.port_number());
  CHECK(winner(of, no_limit) == first.port_number());
}

TEST_CASE("an address that refuses is passed over") {
  const refusing nobody;
  const listener good{"127.0.0.2"};
  addresses of;
  of.add(nobody.address);
  CHECK(winner(of, late) == -ECONNREFUSED);
  CHECK(winner(of, no_limit) == -ECONNREFUSED);
  of.add(nobody.address);
  CHECK(winner(of, late) == -ECONNREFUSED);
  of.add(good);
  CHECK(winner(of, late) == good.port_number());
  CHECK(winner(of, no_limit) == good.port_number());
}

TEST_CASE("an address that hangs keeps nobody from the next") {
  const hanging first{"127.0.0.1"}, second{"127.0.0.2"};
  const refusing nobody;
  const listener good{"127.0.0.3"};
  SECTION("the next one answers") {
    addresses of;
    of.add(first);
    of.add(good);
    CHECK(winner(of, late) == good.port_number());
    CHECK(winner(of, no_limit) == good.port_number());
  }
  SECTION("the next one hangs as well, or refuses") {
    addresses of;
    of.add(first);
    of.add(second);
    of.add(nobody.address);
    of.add(good);
    CHECK(winner(of, late) == good.port_number());
  }
}

TEST_CASE("addresses that all hang are given up in time") {
  const hanging first{"127.0.0.1"}, second{"127.0.0.2"};
  addresses of;
  of.add(first);
  CHECK(winner(of, soon) == -ETIMEDOUT);
  of.add(second);
  CHECK(winner(of, soon) == -ETIMEDOUT);
  CHECK(winner(of, {300}) == -ETIMEDOUT);  // when the second has been tried
}

// Each that fails makes way at once: else they would take their turns for longer than the limit.
TEST_CASE("addresses that fail take no turn of 250 ms each") {
  const hanging first{"127.0.0.1"};
  const refusing nobody;
  const loopback_address multicast{"224.0.0.1", 80};  // not for TCP, which the system says before anything is sent
  const listener good{"127.0.0.3"};
  for (const auto& failing : {nobody.address, multicast}) {
    addresses of;
    of.add(first);
    for (int i = 0; i != 14; ++i) of.add(failing);
    of.add(good);
    CHECK(winner(of, {3'500}) == good.port_number());
  }
}

TEST_CASE("an address that answers late is still connected to while others are tried") {
  listener first{"127.0.0.1", 0};
  first.fill();
  const hanging second{"127.0.0.2"};
  addresses of;
  of.add(first);
  of.add(second);
  const auto before = given::open_descriptors();
  std::thread taking{[&] {
    while (given::open_descriptors() < before + 2) std::this_thread::yield();
    for (int socket = first.accept(); socket >= 0; socket = first.accept()) ::close(socket);
  }};
  CHECK(winner(of, late) == first.port_number());
  first.shut();
  taking.join();
}

TEST_CASE("the families of addresses are of no matter") {
  addresses of;
  if (!given::has_address("::1")) {
    // Without IPv6 its addresses fail at once.
    const listener good{"127.0.0.1"};
    of.add(loopback_address{"::1", 1});
    of.add(good);
    CHECK(winner(of, late) == good.port_number());
    return;
  }
  const listener six{"::1"};
  const hanging four{"127.0.0.1"};
  of.add(four);
  of.add(six);
  CHECK(winner(of, late) == six.port_number());
}

TEST_CASE("no address is none that answers") {
  const addresses none;
  CHECK(winner(none, late) == 0);
}

TEST_CASE("poll() is asked to wait for no longer than a day, or for ever") {
  using upcall::detail::poll_time;
  CHECK(poll_time({0}) == -1);
  CHECK(poll_time({-5}) == -1);
  CHECK(poll_time({1}) == 1);
  CHECK(poll_time({86'400'000}) == 86'400'000);
  CHECK(poll_time({std::numeric_limits<std::int64_t>::max()}) == 86'400'000);
}
