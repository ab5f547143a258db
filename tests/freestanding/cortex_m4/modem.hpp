// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "control_line.hpp"
#include "uart.hpp"
#include <cstdint>
#include <span>
#include <string_view>
#include <upcall/core/literals.hpp>
#include <upcall/http/byte_stream.hpp>

// A modem at the board's first UART. What a real one has beside its data lines goes over the control line: dialling,
// carrier, hanging up. Since bytes may be under way when it hangs up or the far end does, both sides tell how many they
// have sent.
class modem {
 public:
  constexpr explicit modem(const control_line& beside) : beside_(&beside) {}

  upcall::verdict connect(const upcall::stream_target& to) {
    using upcall::operator""sv;
    if (to.tls) return "modem: it has no TLS"sv;
    first_uart.enable();
    beside_->put(std::uint64_t{'c'});
    beside_->put(to.host);
    beside_->put(std::uint64_t{to.port});
    if (beside_->get() == 0) return "modem: nobody answers"sv;
    is_open_ = true;
    sent_ = received_ = announced_ = 0;
    return upcall::nothing{};
  }
  upcall::transferred read(std::span<char> room) {
    if (announced_ == received_) announced_ = beside_->ask('k', received_);  // waits; the same: no carrier
    if (announced_ - received_ < room.size()) room = room.first(static_cast<std::size_t>(announced_ - received_));
    for (char& each : room) each = first_uart.get();
    received_ += room.size();
    return {room.size(), {}};
  }
  upcall::transferred write(std::string_view text) {
    for (char c : text) first_uart.put(c);
    sent_ += text.size();
    return {text.size(), {}};
  }
  bool ended() const { return announced_ != received_ || beside_->ask('e', received_) != 0; }
  void close() {
    if (!is_open_) return;
    is_open_ = false;
    first_uart.flush();
    const std::uint64_t announced = beside_->ask('h', sent_);
    for (; received_ != announced; ++received_) first_uart.get();
  }

 private:
  const control_line* beside_;
  bool is_open_ = false;
  std::uint64_t sent_ = 0, received_ = 0, announced_ = 0;
};
