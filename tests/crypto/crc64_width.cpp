// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/crypto/crc64_width.hpp>

TEST_CASE("the processor is found to have what the compiler's library finds") {
  namespace folding = upcall::detail::crc64_folding;
#if defined(__x86_64__)
  unsigned found = 0;
  if (__builtin_cpu_supports("pclmul")) found = 128;
  if (found != 0 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("vpclmulqdq")) found = 256;
  if (found == 256 && __builtin_cpu_supports("avx512f")) found = 512;
  CHECK(folding::ask_for_width() == found);
  CHECK(folding::widest() == found);
#else
  CHECK(folding::widest() == 0);
#endif
}
