// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

// Arm's CMSDK UART (Cortex-M System Design Kit, technical reference manual, 4.3). It holds one byte each way, so its
// state is asked before each; nothing is lost when the far end waits. Until a byte can move the processor sleeps and is
// woken by an interrupt, which it never takes: asking again and again would keep QEMU, which moves the bytes, from its
// lock.
class uart {
 public:
  // first_interrupt: that of receiving, of the first 32; the next is that of sending (Arm's application note 386).
  constexpr uart(std::uintptr_t at, std::uint32_t first_interrupt) : at_(at), interrupts_(3u << first_interrupt) {}

  void enable() const {
    asm volatile("cpsid i");
    registers()[baud_divider] = 16;
    registers()[control] = 0b1111;
    *set_enable = interrupts_;
  }
  void put(char c) const {
    flush();
    registers()[data] = static_cast<unsigned char>(c);
  }
  void flush() const {
    while (is_full()) sleep_while([this] { return is_full(); });
  }
  bool has_byte() const { return (registers()[state] & 2) != 0; }
  char get() const {
    while (!has_byte()) sleep_while([this] { return !has_byte(); });
    return static_cast<char>(registers()[data]);
  }

 private:
  enum { data, state, control, interrupts, baud_divider };

  // Armv7-M Architecture Reference Manual, B3.4.
  static inline volatile std::uint32_t* const set_enable = reinterpret_cast<volatile std::uint32_t*>(0xe000e100);
  static inline volatile std::uint32_t* const clear_pending = reinterpret_cast<volatile std::uint32_t*>(0xe000e280);

  volatile std::uint32_t* registers() const { return reinterpret_cast<volatile std::uint32_t*>(at_); }
  bool is_full() const { return (registers()[state] & 1) != 0; }
  // What comes after the interrupts were cleared ends the sleep, also when it was there before that began.
  template <class Condition>
  void sleep_while(Condition still) const {
    registers()[interrupts] = 3;
    *clear_pending = interrupts_;
    if (still()) asm volatile("wfi");
  }

  std::uintptr_t at_;
  std::uint32_t interrupts_;
};

inline constexpr uart first_uart{0x40004000, 0};
