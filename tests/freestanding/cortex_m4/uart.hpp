// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

// Arm's CMSDK UART (Cortex-M System Design Kit, technical reference manual, 4.3). It holds one byte each way, so its
// state is asked before each; nothing is lost when the far end waits.
class uart {
 public:
  explicit constexpr uart(std::uintptr_t at) : at_(at) {}

  void enable() const {
    registers()[baud_divider] = 16;
    registers()[control] = 3;
  }
  void put(char c) const {
    while ((registers()[state] & 1) != 0) continue;
    registers()[data] = static_cast<unsigned char>(c);
  }
  bool has_byte() const { return (registers()[state] & 2) != 0; }
  char get() const {
    while (!has_byte()) continue;
    return static_cast<char>(registers()[data]);
  }

 private:
  enum { data, state, control, interrupts, baud_divider };

  volatile std::uint32_t* registers() const { return reinterpret_cast<volatile std::uint32_t*>(at_); }

  std::uintptr_t at_;
};

inline constexpr uart first_uart{0x40004000}, second_uart{0x40005000};
