// SPDX-License-Identifier: Apache-2.0
#include "board_clock.hpp"
#include <cstdint>

// The MPS2's counter of hundredths of a second (Arm's application note 386, FPGA system control and I/O).
static std::uint32_t hundredths() { return *reinterpret_cast<const volatile std::uint32_t*>(0x40028014); }

constinit upcall::timestamp board_clock::started{};

upcall::timestamp board_clock::now() { return {started.seconds + hundredths() / 100}; }
upcall::milliseconds board_clock::elapsed() { return {std::int64_t{hundredths()} * 10}; }
void board_clock::sleep(upcall::milliseconds pause) {
  const std::int64_t until = elapsed().count + pause.count;
  while (elapsed().count < until) continue;
}
