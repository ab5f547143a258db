// SPDX-License-Identifier: Apache-2.0
// Half of a transport: the board carries out the exchanges that a test on the other side of its control line wants,
// over HTTP/1.1 on its modem, and hands back what was answered as it comes.
#include "board_clock.hpp"
#include "control_line.hpp"
#include "modem.hpp"
#include "program.hpp"
#include <upcall/freestanding.hpp>
#include <upcall/policies/signer/anonymous.hpp>

namespace {

struct room_for_any {
  static constexpr std::size_t head = 8192, headers = 32, parameters = 8, answer = 16 * 1024;
  using documents = upcall::known_members;
};

constinit upcall::workspace<room_for_any> bytes{};

// What the test has for a body.
struct remote_body {
  const control_line& from;
  std::uint64_t length;

  std::uint64_t size() const { return length; }
  upcall::result<std::size_t> read(std::span<char> piece) const {
    const std::uint64_t size = from.ask('b', piece.size());
    if (size > piece.size()) return {upcall::fault::file_inconsistent, "the test's body failed"};
    from.get_bytes(piece.data(), static_cast<std::size_t>(size));
    return static_cast<std::size_t>(size);
  }
  static bool rewind() { return false; }
};

class exchanges {
 public:
  void carry_out_one() {
    upcall::failure why;
    upcall::exchange at{bytes, why};
    read_request(at);
    remote_body body{line_, at.message.content_length};
    upcall::sending<remote_body> request{at, body};
    auto tell_header = [&](std::string_view name, std::string_view value) {
      tell_status(at.answer);
      line_.put(std::uint64_t{'n'});
      line_.put(name);
      line_.put(value);
    };
    auto tell_piece = [&](std::string_view piece) {
      tell_status(at.answer);
      line_.put(std::uint64_t{'p'});
      line_.put(piece);
      return line_.get() != 0;
    };
    at.answer.observe = tell_header;
    at.answer.deliver = tell_piece;
    told_status_ = false;
    const auto done = (upcall::stages::sign{} | upcall::stages::send{})(with_, upcall::prepared{request});
    if (at.answer.status != 0) tell_status(at.answer);
    if (!at.answer.delivers() && at.answer.body_size != 0) tell_piece(at.answer.body());
    line_.put(std::uint64_t{'d'});
    line_.put(std::uint64_t{!done});
    line_.put(std::uint64_t{why.outcome_unknown});
    line_.put(done ? std::string_view{} : std::string_view{why.message});
  }

 private:
  using policies = upcall::policy_set<upcall::client_roles, upcall::freestanding, upcall::endpoint,
                                      upcall::fixed_credentials, upcall::http1_transport<modem, 256>, board_clock,
                                      upcall::sign_anonymous, upcall::borrowed_workspace<room_for_any>>;

  std::string_view read_text(upcall::exchange& at) {
    for (std::uint64_t left = line_.get(); left != 0; --left) {
      char c;
      line_.get_bytes(&c, 1);
      at.texts.put(c);
    }
    return at.texts.take();
  }
  void read_request(upcall::exchange& at) {
    upcall::request& message = at.message;
    message.method = read_text(at);
    message.to.host = read_text(at);
    message.to.port = static_cast<std::uint16_t>(line_.get());
    message.to.tls = line_.get() != 0;
    message.to.style = static_cast<upcall::address_style>(line_.get());
    message.bucket = read_text(at);
    message.key = read_text(at);
    for (std::uint64_t left = line_.get(); left != 0; --left) {
      const auto name = read_text(at);
      message.parameters.set(name, read_text(at));
    }
    for (std::uint64_t left = line_.get(); left != 0; --left) {
      const auto name = read_text(at);
      message.headers.set(name, read_text(at));
    }
    message.has_body = line_.get() != 0;
    message.content_length = line_.get();
  }
  void tell_status(const upcall::response& answer) {
    if (told_status_) return;
    told_status_ = true;
    line_.put(std::uint64_t{'s'});
    line_.put(static_cast<std::uint64_t>(answer.status));
  }

  control_line line_ = {};
  upcall::endpoint endpoint_{"http://127.0.0.1"};
  upcall::fixed_credentials nobody_{};
  upcall::http1_transport<modem, 256> transport_{modem{line_}};
  board_clock clock_ = {};
  upcall::borrowed_workspace<room_for_any> workspace_{bytes};
  policies with_{endpoint_, nobody_, transport_, clock_, workspace_};
  bool told_status_ = false;
};

}  // namespace

int program() {
  exchanges all;
  for (;;) all.carry_out_one();
}
