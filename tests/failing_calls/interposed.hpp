// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

// A function of a shared library's that this program has its own of: its own code calls that, and so do the other
// libraries. The name is given to the assembler alone, since headers may have another for it (open64), or declare it in
// other words.
#define INTERPOSED(Result, name, ...) \
  extern "C" Result own_##name(__VA_ARGS__) __asm__(#name); \
  extern "C" Result own_##name(__VA_ARGS__)

// Inside of it: the one that it stands before.
#define NEXT(name) \
  ([] { \
    static auto* const real = failing_calls::next(static_cast<decltype(&own_##name)>(nullptr), #name); \
    return real; \
  }())

namespace failing_calls {

template <class F>
F* next(F*, const char* name) {
  void* const found = ::dlsym(RTLD_NEXT, name);
  if (found != nullptr) return reinterpret_cast<F*>(found);
  std::fprintf(stderr, "no library has %s\n", name);
  std::abort();
}

}  // namespace failing_calls
