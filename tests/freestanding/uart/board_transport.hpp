// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "board_process.hpp"
#include "modem_relay.hpp"
#include <memory>
#include <span>
#include <string>
#include <upcall/roles/transport.hpp>
#include <utility>
#include <vector>

namespace given {

// A transport whose other half, HTTP/1.1 over a modem, runs on a board; see cortex_m4/exchanges.cpp.
class board_transport {
 public:
  using role = upcall::role::transport;

  explicit board_transport(const std::string& image) : on_(std::make_unique<at_work>(image)) {}

  template <upcall::body Body>
  upcall::result<upcall::nothing> send(const upcall::signed_request& request, Body& body, upcall::response& answer) {
    put_request(request);
    upcall::result<upcall::nothing> done{upcall::nothing{}};
    for (;;) {
      switch (board().get()) {
        case 'c': dial(); break;
        case 'k': board().put(relay().wait_for_more(board().get())); break;
        case 'e': board().put(std::uint64_t{relay().has_more(board().get())}); break;
        case 'h': board().put(relay().hang_up(board().get())); break;
        case 'b': put_piece(body, done); break;
        case 's': answer.status = static_cast<int>(board().get()); break;
        case 'n': {
          const std::string name = board().get_text();
          answer.header(name, board().get_text());
          break;
        }
        case 'p': board().put(std::uint64_t{answer.append(board().get_text())}); break;
        case 'd': {
          const bool failed = board().get() != 0, outcome_unknown = board().get() != 0;
          const std::string why = board().get_text();
          if (failed && done) return upcall::transport_failure(why, outcome_unknown);
          return done;
        }
        default: throw std::runtime_error{"the board says what is not known"};
      }
    }
  }

 private:
  struct at_work {
    board_process board;
    modem_relay relay{board.take_serial_line()};

    explicit at_work(const std::string& image) : board(image) {}
  };

  board_process& board() { return on_->board; }
  modem_relay& relay() { return on_->relay; }

  void put_request(const upcall::signed_request& request) {
    const upcall::request& message = request.message();
    board().put(message.method);
    board().put(message.to.host);
    board().put(std::uint64_t{message.to.port});
    board().put(std::uint64_t{message.to.tls});
    board().put(static_cast<std::uint64_t>(message.to.style));
    board().put(message.bucket);
    board().put(message.key);
    for (const auto fields : {message.parameters.view(), message.headers.view()}) {
      board().put(std::uint64_t{fields.size()});
      for (const auto& [name, value] : fields) {
        board().put(name);
        board().put(value);
      }
    }
    board().put(std::uint64_t{message.has_body});
    board().put(message.content_length);
  }
  void dial() {
    const std::string host = board().get_text();
    board().put(std::uint64_t{relay().dial(host, static_cast<std::uint16_t>(board().get()))});
  }
  template <upcall::body Body>
  void put_piece(Body& body, upcall::result<upcall::nothing>& done) {
    std::string piece(static_cast<std::size_t>(board().get()), '\0');
    const auto got = body.read(piece);
    if (got) {
      board().put(std::uint64_t{*got});
      board().put_bytes(std::string_view{piece}.substr(0, *got));
    } else {
      board().put(~std::uint64_t{0});
      done = got.error();
    }
  }

  std::unique_ptr<at_work> on_;
};

}  // namespace given
