// SPDX-License-Identifier: Apache-2.0
#include "serial_line.hpp"
#include "uart.hpp"
#include <upcall/core/literals.hpp>

using upcall::operator""sv;

upcall::verdict serial_line::connect(const upcall::stream_target& to) {
  if (to.tls) return "serial line: it has no TLS; give an http:// endpoint"sv;
  if (was_opened_) return "serial line: closed until the board is reset"sv;
  was_opened_ = true;
  first_uart.enable();
  return upcall::nothing{};
}

upcall::transferred serial_line::read(std::span<char> room) {
  std::size_t size = 0;
  do {
    room[size++] = first_uart.get();
  } while (size != room.size() && first_uart.has_byte());
  return {size, {}};
}

upcall::transferred serial_line::write(std::string_view text) {
  for (char c : text) first_uart.put(c);
  return {text.size(), {}};
}

void serial_line::close() {}
