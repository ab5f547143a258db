// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

// What a board asks of the debugger that it hangs on, or of QEMU (Arm's "Semihosting for AArch32 and AArch64").
namespace semihosting {

enum class operation : std::uint32_t { write_text = 0x04, time = 0x11, exit = 0x20 };

inline std::uint32_t ask(operation what, const void* with) {
  register auto r0 asm("r0") = static_cast<std::uint32_t>(what);
  register const void* r1 asm("r1") = with;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

// A text that ends in NUL.
inline void print(const char* text) { ask(operation::write_text, text); }

// Seconds since 1970, of the machine that the debugger runs on.
inline std::uint32_t time() { return ask(operation::time, nullptr); }

[[noreturn]] inline void exit(std::uint32_t status) {
  const std::uint32_t application_exit[] = {0x20026, status};
  for (;;) ask(operation::exit, application_exit);
}

}  // namespace semihosting
