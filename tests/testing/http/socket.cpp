// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <array>
#include <string>
#include <thread>
#include <upcall/testing/http/socket.hpp>

using namespace upcall::testing;

namespace {

std::array<tcp_socket, 2> connected() {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  return {tcp_socket{ends[0]}, tcp_socket{ends[1]}};
}

}  // namespace

TEST_CASE("what one end writes the other reads, also when it is more than the system holds") {
  auto [a, b] = connected();
  const std::string text(4 * 1024 * 1024, 'x');
  std::thread writing{[&, &from = a] {
    from.write(text);
    from.finish();
  }};
  std::string got, piece(100'000, '\0');
  for (auto count = b.read(piece); count && *count != 0; count = b.read(piece)) got.append(piece, 0, *count);
  writing.join();
  CHECK(got == text);
}

TEST_CASE("a deadline that has passed ends a read and a write that would wait") {
  auto [a, b] = connected();
  const deadline now = std::chrono::steady_clock::now();
  char c;
  CHECK_FALSE(a.read({&c, 1}, now));
  CHECK_FALSE(a.write(std::string(4 * 1024 * 1024, 'x'), now));
}

TEST_CASE("writing to an end that is gone fails and does not end the process") {
  auto ends = connected();
  { const tcp_socket gone = std::move(ends[1]); }
  CHECK_FALSE(ends[0].write("x"));
}

TEST_CASE("nobody listens, or there is no such host") {
  CHECK_FALSE(tcp_socket::connect("127.0.0.1", 1, never));
  CHECK_FALSE(tcp_socket::connect("no host has this name", 80, never));
}
