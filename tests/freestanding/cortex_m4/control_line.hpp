// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "semihosting.hpp"
#include <cstddef>
#include <cstdint>
#include <string_view>

// How a board talks with the test that runs it, beside the line that is tested. A number is eight bytes, the low ones
// first; a text is its length and its bytes. Once the test says no more the board ends.
class control_line {
 public:
  void put(std::uint64_t number) const {
    char bytes[8];
    for (char& each : bytes) {
      each = static_cast<char>(number & 0xff);
      number >>= 8;
    }
    put_bytes({bytes, sizeof bytes});
  }
  void put(std::string_view text) const {
    put(std::uint64_t{text.size()});
    put_bytes(text);
  }

  std::uint64_t get() const {
    char bytes[8];
    get_bytes(bytes, sizeof bytes);
    std::uint64_t number = 0;
    for (int i = 7; i >= 0; --i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
    return number;
  }
  void get_bytes(char* to, std::size_t size) const {
    while (size != 0) {
      const std::size_t left = console_.read(to, size);
      if (left == size) semihosting::exit(0);
      to += size - left;
      size = left;
    }
  }

  // Says what it wants, and with which number; gives the answer.
  std::uint64_t ask(char what, std::uint64_t number = 0) const {
    put(static_cast<std::uint64_t>(what));
    put(number);
    return get();
  }

 private:
  void put_bytes(std::string_view text) const {
    if (console_.write(text.data(), text.size()) != 0) semihosting::exit(98);
  }

  semihosting::console console_ = {};
};
