// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

// What a board asks of the debugger that it hangs on, or of QEMU (Arm's "Semihosting for AArch32 and AArch64").
namespace semihosting {

enum class operation : std::uint32_t {
  open = 0x01,
  write_text = 0x04,
  write = 0x05,
  read = 0x06,
  time = 0x11,
  exit = 0x20
};

inline std::uint32_t ask(operation what, const void* with) {
  register auto r0 asm("r0") = static_cast<std::uint32_t>(what);
  register const void* r1 asm("r1") = with;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

// A text that ends in NUL.
inline void print(const char* text) { ask(operation::write_text, text); }

// The debugger's own input and output.
class console {
 public:
  // How much of it could not be read: all of it when nothing more comes.
  std::size_t read(char* to, std::size_t size) const { return move(operation::read, input_, to, size); }
  std::size_t write(const char* from, std::size_t size) const { return move(operation::write, output_, from, size); }

 private:
  static std::uint32_t open(std::uint32_t mode) {
    const struct {
      const char* name;
      std::uint32_t mode, length;
    } wanted{":tt", mode, 3};
    return ask(operation::open, &wanted);
  }
  static std::size_t move(operation what, std::uint32_t file, const char* at, std::size_t size) {
    const struct {
      std::uint32_t file;
      const char* at;
      std::size_t size;
    } wanted{file, at, size};
    return ask(what, &wanted);
  }

  std::uint32_t input_ = open(0), output_ = open(4);  // as fopen's "r" and "w"
};

// Seconds since 1970, of the machine that the debugger runs on.
inline std::uint32_t time() { return ask(operation::time, nullptr); }

[[noreturn]] inline void exit(std::uint32_t status) {
  const std::uint32_t application_exit[] = {0x20026, status};
  for (;;) ask(operation::exit, application_exit);
}

}  // namespace semihosting
