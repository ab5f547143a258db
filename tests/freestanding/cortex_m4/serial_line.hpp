// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <upcall/http/byte_stream.hpp>

// A wire from the board's first UART to the service. It has no line that could tell the far end that a request ended
// half sent; so once it was closed, it stays so until the board is reset.
class serial_line {
 public:
  static constexpr bool point_to_point = true;

  upcall::verdict connect(const upcall::stream_target& to);
  upcall::transferred read(std::span<char> room);
  upcall::transferred write(std::string_view text);
  void close();

 private:
  bool was_opened_ = false;
};
