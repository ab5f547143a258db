// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support/memory_peer.hpp"
#include "support/wiped.hpp"
#include <new>
#include <string>
#include <type_traits>
#include <upcall/policies/transport/fetch.hpp>
#include <upcall/policies/transport/http1.hpp>
#include <upcall/policies/transport/wiped_connection.hpp>

namespace {

using secretive_transport = upcall::http1_transport<upcall::secretive<given::memory_stream>>;
static_assert(upcall::transport<upcall::running_policy<secretive_transport>>);

// What a transport keeps of a stream.
struct nothing_kept {
  explicit nothing_kept(auto&) {}
};
struct no_stream {};
using wiped = upcall::wiped_connection<nothing_kept, upcall::stream_factory<no_stream>>;

}  // namespace

TEST_CASE("memory is wiped at its end, also when an exception passes") {
  char text[] = "fake-secret";
  { const upcall::wiped_at_end wiping{std::span{text}.first(5)}; }
  CHECK(std::string_view{text, 11} == std::string_view{"\0\0\0\0\0secret", 11});
  try {
    const upcall::wiped_at_end wiping{text};
    throw 1;
  } catch (int) {
  }
  CHECK(std::string_view{text, sizeof text}.find_first_not_of('\0') == std::string_view::npos);
}

TEST_CASE("nothing of an exchange stays in the buffer of a connection for secrets") {
  // The stack of a call is given to the next one: what is on it is the test's to see as the buffer of a second
  // exchange.
  wiped connections{upcall::stream_factory<no_stream>{no_stream{}}};
  const upcall::request nothing_asked{{}, {}};
  const char* at = nullptr;
  const auto use = [&](std::string_view text) {
    return connections.with<256>(nothing_asked, [&](auto&, std::span<char> room) {
      const bool same = at == room.data();
      at = room.data();
      const bool had = same && std::string_view{room.data(), room.size()}.find("fake-secret") != std::string_view::npos;
      for (std::size_t i = 0; i != text.size(); ++i) room[100 + i] = text[i];
      return had;
    });
  };
  CHECK_FALSE(use("fake-secret"));
  CHECK_FALSE(use("fake-secret"));
  CHECK_FALSE(use(""));
}

TEST_CASE("a stream for secrets is spoken HTTP/1.1 over, on one connection") {
  given::memory_peer far{laws::in_order({{200, {}, "first"}, {200, {}, "second"}})};
  upcall::running_policy<secretive_transport> over{secretive_transport{{{&far}}}};
  char room[64];
  for (const char* expected : {"first", "second"}) {
    const auto got = upcall::fetch(over, {.url = "http://100.100.100.200/"}, room);
    REQUIRE(got);
    CHECK(got->body == expected);
  }
  CHECK(far.connections() == 1);
}
