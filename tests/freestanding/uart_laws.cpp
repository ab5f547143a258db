// SPDX-License-Identifier: Apache-2.0
// The laws of a transport for HTTP/1.1 on a board without an operating system: QEMU runs the board's half of it, whose
// serial line leads through a modem to the far end. The board's image is in UPCALL_BOARD_IMAGE; uart_laws.py builds it.
#include "laws/peer.hpp"
#include "laws/transport.hpp"
#include "uart/board_transport.hpp"
#include <cstdlib>

namespace {

struct far_end {
  static constexpr bool changes_answer_headers = false;
  static constexpr std::size_t most_bytes = 300'000;  // QEMU moves them one at a time

  laws::peer server;
  std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  explicit far_end(const std::vector<upcall::recorded_answer>& answers) : server(laws::in_order(answers)) {}
  upcall::endpoint endpoint() const { return {url}; }
  static given::board_transport transport() { return given::board_transport{std::getenv("UPCALL_BOARD_IMAGE")}; }
  auto requests(auto&) const { return server.requests(); }
};

}  // namespace

TEST_CASE("HTTP/1.1 over a board's serial line keeps to the laws of a transport") { laws::transport<far_end>(); }
