// SPDX-License-Identifier: Apache-2.0
// Services that speak no TLS, or do not end to begin with it: the time limit of connecting is theirs as well.
#include "laws/tls.hpp"
#include <string>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/posix_socket.hpp>
#include <upcall/policies/transport/tls.hpp>

using given::by_hand;
using given::over_tls;
using given::says;
using given::trusted;
using upcall::http1_transport;
using upcall::posix_socket;
using upcall::tls;

namespace {

constexpr upcall::milliseconds soon{50}, late{600'000};

void be_silent(int socket) {
  char some[4096];
  while (::recv(socket, some, sizeof some, 0) > 0) continue;
}
void say_without_end(int socket) {
  const std::string more(4096, 'x');
  while (::send(socket, more.data(), more.size(), MSG_NOSIGNAL) > 0) continue;
}

auto put(const std::string& url, const posix_socket& limits) {
  given::client oss{upcall::endpoint{url},
                    http1_transport<tls<posix_socket>>{.stream = {.below = limits, .ca_file = trusted().ca_file()}}};
  return oss.bucket("examplebucket").put_object("k", upcall::text{"hello"});
}

}  // namespace

TEST_CASE("a service that says nothing ends the connecting") {
  const by_hand service{{be_silent}};
  const auto out = put(service.url(), {.connect_timeout = soon, .read_timeout = late, .write_timeout = late});
  REQUIRE_FALSE(out);
  CHECK(out.error().message.view().starts_with("cannot connect to the service: "));
  CHECK(says(out.error(), "did not answer in time"));
  CHECK_FALSE(out.error().outcome_unknown);
}

TEST_CASE("a service that does not stop saying something does so too, but not once it is connected") {
  const by_hand one{{say_without_end}}, other{{say_without_end}};
  const posix_socket limits{.connect_timeout = {1'000}, .read_timeout = late};
  char room[64];
  posix_socket::state connected{limits}, connecting{limits};
  REQUIRE(connected.open({"127.0.0.1", one.port(), true}));
  connected.opened();
  REQUIRE(connecting.open({"127.0.0.1", other.port(), true}));
  upcall::transferred got;
  while ((got = connecting.read(room)).wrong.empty()) continue;
  CHECK(got.wrong == "the service did not answer in time");
  CHECK(connected.read(room).size != 0);
}

TEST_CASE("once connected, a service has the time of an answer") {
  const by_hand service{{over_tls([](SSL* session, int socket) {
    given::read_request(session);
    be_silent(socket);
  })}};
  const auto out = put(service.url(), {.connect_timeout = late, .read_timeout = soon, .write_timeout = late});
  REQUIRE_FALSE(out);
  CHECK(says(out.error(), "the service did not answer in time"));
  CHECK(out.error().outcome_unknown);
}
