// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <upcall/core/bytes.hpp>
#include <upcall/core/inline_string.hpp>
#include <upcall/core/literals.hpp>
#include <upcall/http/byte_stream.hpp>
#include <upcall/text/decimal.hpp>

namespace examples {

using upcall::operator""sv;

// A modem that has TCP in it, with the commands of SIMCom's SIM800 series ("SIM800 Series TCPIP Application Note"), at
// the end of a serial line: `void write(std::string_view)` and `std::optional<char> read()`, which waits as long as a
// network may take.
template <class Line>
class at_modem {
 public:
  constexpr explicit at_modem(Line& line) : line_(&line) {}

  upcall::verdict connect(const upcall::stream_target& to) {
    if (to.tls) return "this modem has no TLS: use an http:// endpoint"sv;
    open_ = has_data_ = false;
    // Received bytes stay in the modem until they are asked for.
    if (!command("AT+CIPRXGET=1"sv) || !wait_for("OK"sv)) return "the modem does not answer: is it switched on?"sv;
    upcall::inline_string<320> start{"AT+CIPSTART=\"TCP\",\""sv};
    start.append(to.host);
    start.append("\",\""sv);
    upcall::write_decimal(start, to.port);
    start.append("\""sv);
    if (!command(start) || !wait_for("CONNECT OK"sv)) return "the modem cannot connect to the service"sv;
    open_ = true;
    return upcall::nothing{};
  }

  upcall::transferred read(std::span<char> room) {
    for (;;) {
      has_data_ = false;
      const auto size = ask_for_bytes(room.size());
      if (!size) return {0, "the modem does not answer"sv};
      for (std::size_t i = 0; i != *size; ++i) {
        const auto byte = line_->read();
        if (!byte) return {0, "the modem does not answer"sv};
        room[i] = *byte;
      }
      if (!wait_for("OK"sv)) return {0, "the modem does not answer"sv};
      if (*size != 0) return {*size, {}};
      if (!open_) return {};
      while (open_ && !has_data_) {
        if (!next_line()) return {0, "the service did not answer in time"sv};
      }
    }
  }

  upcall::transferred write(std::string_view text) {
    for (std::size_t done = 0; done != text.size();) {
      if (has_data_) return {done, {}};
      const std::string_view piece = upcall::part(text, done, most_at_once);
      upcall::inline_string<24> send{"AT+CIPSEND="sv};
      upcall::write_decimal(send, piece.size());
      if (!open_ || !command(send) || !wait_for_prompt()) return {done, broke};
      line_->write(piece);
      if (!wait_for("SEND OK"sv)) return {done, broke};
      done += piece.size();
    }
    return {text.size(), {}};
  }

  void close() {
    if (open_ && command("AT+CIPCLOSE=1"sv)) wait_for("CLOSE OK"sv);
    open_ = false;
  }

 private:
  static constexpr std::size_t most_at_once = 1460;
  static constexpr std::string_view broke = "the modem lost the connection while the request was sent";

  bool command(std::string_view text) {
    line_->write(text);
    line_->write("\r\n"sv);
    return true;
  }
  // The next line that says something, CR LF left out.
  bool next_line() {
    said_.clear();
    for (;;) {
      const auto c = line_->read();
      if (!c) return false;
      if (*c == '\n' && !said_.empty()) break;
      if (*c != '\n' && *c != '\r') said_.put(*c);
    }
    take_news();
    return true;
  }
  // What the modem says on its own account comes between the answers to commands.
  void take_news() {
    if (said_ == "CLOSED") open_ = false;
    if (said_ == "+CIPRXGET: 1") has_data_ = true;
  }
  bool wait_for(std::string_view answer) {
    while (next_line()) {
      if (said_ == answer) return true;
      if (said_ == "ERROR" || said_ == "CONNECT FAIL" || said_ == "SEND FAIL") return false;
    }
    return false;
  }
  // "> " stands alone, without a line's end; before it may be news.
  bool wait_for_prompt() {
    said_.clear();
    while (const auto c = line_->read()) {
      if (*c == '>' && said_.empty()) return line_->read().has_value();
      if (*c == '\n') {
        take_news();
        if (said_ == "ERROR") return false;
        said_.clear();
      } else if (*c != '\r') {
        said_.put(*c);
      }
    }
    return false;
  }
  // How many of at most so many bytes come now.
  std::optional<std::size_t> ask_for_bytes(std::size_t most) {
    upcall::inline_string<32> ask{"AT+CIPRXGET=2,"sv};
    upcall::write_decimal(ask, most < most_at_once ? most : most_at_once);
    command(ask);
    constexpr std::string_view begin = "+CIPRXGET: 2,";
    while (next_line()) {
      if (said_ == "ERROR") return {};
      if (!said_.view().starts_with(begin)) continue;
      const std::string_view numbers = upcall::part(said_, begin.size());
      const auto size = upcall::read_decimal(upcall::part(numbers, 0, numbers.find(',')));
      if (!size || *size > most) return {};
      return static_cast<std::size_t>(*size);
    }
    return {};
  }

  Line* line_;
  upcall::inline_string<64> said_ = {};
  bool open_ = false, has_data_ = false;
};

}  // namespace examples
