// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

namespace upcall::detail::crc64_folding {

#if defined(__x86_64__)

struct processor_answer {
  std::uint32_t a, b, c, d;
};
inline processor_answer ask_processor(std::uint32_t leaf) {
  processor_answer out{leaf, 0, 0, 0};
  __asm__("cpuid" : "+a"(out.a), "=b"(out.b), "+c"(out.c), "=d"(out.d));
  return out;
}

// How many bits this processor multiplies side by side, with registers that the operating system keeps: 0 where it
// cannot. (Intel's manual, volume 2, CPUID, and volume 1, 13.3.) The compilers' own functions for this bring 4 KB of
// names of processors with them.
inline unsigned ask_for_width() {
  const auto has = [](std::uint32_t word, unsigned bit) { return (word >> bit & 1) != 0; };
  if (ask_processor(0).a < 7) return 0;
  const processor_answer first = ask_processor(1), more = ask_processor(7);
  if (!has(first.c, 1)) return 0;
  std::uint32_t kept = 0, rest = 0;
  if (has(first.c, 27)) __asm__("xgetbv" : "=a"(kept), "=d"(rest) : "c"(0));
  constexpr std::uint32_t vectors_256 = 0x06, vectors_512 = 0xe6;
  if ((kept & vectors_256) != vectors_256 || !has(more.b, 5) || !has(more.c, 10)) return 128;
  return (kept & vectors_512) == vectors_512 && has(more.b, 16) ? 512 : 256;
}

// Asked once: a virtual machine answers slowly.
inline unsigned widest() {
  static const unsigned width = ask_for_width();
  return width;
}

#else

inline unsigned widest() { return 0; }

#endif

}  // namespace upcall::detail::crc64_folding
