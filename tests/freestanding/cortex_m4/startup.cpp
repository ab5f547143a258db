// SPDX-License-Identifier: Apache-2.0
// What a Cortex-M4 does before its program, without the C library's start files.
#include "program.hpp"
#include "semihosting.hpp"
#include <cstdint>

extern "C" {
extern std::uint32_t stack_top, data_in_flash, data_begin, data_end, bss_begin, bss_end;
[[noreturn]] void reset();
}

namespace {

[[noreturn]] void fault() {
  semihosting::print("the processor faulted\n");
  semihosting::exit(99);
}

}  // namespace

// Armv7-M Architecture Reference Manual, B1.5.2.
[[gnu::section(".vectors"), gnu::used]] const struct {
  std::uint32_t* stack = &stack_top;
  void (*handlers[15])() = {reset, fault, fault, fault, fault, fault, fault, fault,
                            fault, fault, fault, fault, fault, fault, fault};
} vectors;

extern "C" void reset() {
  const std::uint32_t* from = &data_in_flash;
  for (std::uint32_t* to = &data_begin; to != &data_end; ++to) *to = *from++;
  for (std::uint32_t* to = &bss_begin; to != &bss_end; ++to) *to = 0;
  semihosting::exit(static_cast<std::uint32_t>(program()));
}
