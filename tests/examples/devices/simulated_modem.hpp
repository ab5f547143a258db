// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <arpa/inet.h>
#include <cstdlib>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace examples {

// The far end of an at_modem's line: takes commands, and has real connections to addresses of this machine. Like the
// real one it tells news (data has come, the connection is closed) between its answers.
class simulated_modem {
 public:
  explicit simulated_modem(int patience_milliseconds = 60'000) : patience_(patience_milliseconds) {}
  simulated_modem(const simulated_modem&) = delete;
  ~simulated_modem() { hang_up(); }

  void write(std::string_view text) {
    while (!text.empty()) {
      if (expected_ != 0) {
        const std::size_t taken = std::min(expected_, text.size());
        to_send_ += text.substr(0, taken);
        text.remove_prefix(taken);
        if ((expected_ -= taken) == 0) send_all();
        continue;
      }
      const std::size_t end = text.find('\n');
      command_ += text.substr(0, end);
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
      if (end == text.npos) return;
      if (command_.ends_with('\r')) command_.pop_back();
      obey(std::exchange(command_, {}));
    }
  }

  std::optional<char> read() {
    while (said_ == out_.size()) {
      out_.clear();
      said_ = 0;
      if (!look_at_network(patience_)) return {};
    }
    return out_[said_++];
  }

  int commands = 0;  // that were understood

 private:
  void say(std::string_view line) { (out_ += "\r\n").append(line) += "\r\n"; }

  void obey(const std::string& command) {
    ++commands;
    if (command == "AT+CIPRXGET=1") return say("OK");
    if (command.starts_with("AT+CIPSTART=\"TCP\",\"")) return connect(command.substr(19));
    if (command.starts_with("AT+CIPRXGET=2,")) return give(std::strtoul(command.c_str() + 14, nullptr, 10));
    if (command == "AT+CIPCLOSE=1") {
      hang_up();
      return say("CLOSE OK");
    }
    if (command.starts_with("AT+CIPSEND=") && socket_ >= 0) {
      expected_ = std::strtoul(command.c_str() + 11, nullptr, 10);
      if (expected_ != 0 && expected_ <= 1460) {
        out_ += "\r\n> ";
        return;
      }
      expected_ = 0;
    }
    --commands;
    say("ERROR");
  }
  // HOST","PORT"
  void connect(const std::string& to) {
    hang_up();
    received_.clear();
    const auto middle = to.find("\",\"");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    ::inet_pton(AF_INET, to.substr(0, middle).c_str(), &address.sin_addr);
    address.sin_port = htons(static_cast<std::uint16_t>(std::strtoul(to.c_str() + middle + 3, nullptr, 10)));
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    say("OK");
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return say("CONNECT OK");
    hang_up();
    say("CONNECT FAIL");
  }
  void send_all() {
    std::string_view left = to_send_;
    while (!left.empty() && socket_ >= 0) {
      const ssize_t sent = ::send(socket_, left.data(), left.size(), MSG_NOSIGNAL);
      if (sent < 0) break;
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
    to_send_.clear();
    if (received_.empty()) look_at_network(0);
    say(left.empty() ? "SEND OK" : "SEND FAIL");
  }
  void give(std::size_t most) {
    const std::string piece = received_.substr(0, most);
    received_.erase(0, piece.size());
    say("+CIPRXGET: 2," + std::to_string(piece.size()) + ',' + std::to_string(received_.size()));
    out_ += piece;
    say("OK");
  }

  // False: nothing came in this time.
  bool look_at_network(int milliseconds) {
    if (socket_ < 0) return false;
    pollfd watched{socket_, POLLIN, 0};
    if (::poll(&watched, 1, milliseconds) <= 0) return false;
    char piece[16 * 1024];
    const ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) {
      hang_up();
      say("CLOSED");
    } else {
      received_.append(piece, static_cast<std::size_t>(got));
      say("+CIPRXGET: 1");
    }
    return true;
  }
  void hang_up() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  int patience_;
  int socket_ = -1;
  std::string command_ = {}, to_send_ = {}, out_ = {}, received_ = {};
  std::size_t said_ = 0, expected_ = 0;
};

}  // namespace examples
