// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "catch.hpp"
#include <chrono>
#include <string>
#include <string_view>
#include <upcall/testing/http/socket.hpp>

// A connection to this machine on which a test writes and reads bytes as they are.
class raw_connection {
 public:
  explicit raw_connection(int port)
      : socket_(*upcall::testing::tcp_socket::connect("127.0.0.1", static_cast<std::uint16_t>(port), soon())) {}

  void send(std::string_view text) { REQUIRE(socket_.write(text, soon())); }
  void finish() { socket_.finish(); }
  // All that comes until a text, or until the far end has finished.
  std::string read_until(std::string_view end) {
    char c;
    while (end.empty() || !held_.ends_with(end)) {
      const auto count = socket_.read({&c, 1}, soon());
      if (!count) held_ += "(broken)";
      if (!count || *count == 0) break;
      held_ += c;
    }
    return std::move(held_);
  }
  std::string read_all() { return read_until({}); }

 private:
  // So that a fault does not hang the tests; nothing is judged by it.
  static upcall::testing::deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds{60}; }

  upcall::testing::tcp_socket socket_;
  std::string held_;
};
