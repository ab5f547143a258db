// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/crypto/crc64_tables.hpp>

namespace detail = upcall::detail;

namespace {

// By the definition: the byte itself, and as many bits of zero as its own bits and those of the bytes that follow.
constexpr std::uint64_t added_by(std::uint64_t byte, std::size_t zeros) {
  for (std::size_t bit = 0; bit != 8 * (zeros + 1); ++bit) byte = detail::crc64_shifted(byte);
  return byte;
}
template <std::size_t Count, std::size_t Zeros>
int differences(const detail::crc64_tables<Count, Zeros>& tables) {
  int found = 0;
  for (std::size_t n = 0; n != Count; ++n) {
    for (std::size_t byte = 0; byte != 256; ++byte) found += tables.at[n][byte] != added_by(byte, Zeros + n);
  }
  return found;
}

static_assert(detail::crc64_shifted(1) == detail::crc64_polynomial && detail::crc64_shifted(2) == 1);
static_assert(detail::crc64_table<1>.at[0][0] == 0 && detail::crc64_table<1>.at[0][0x80] == detail::crc64_polynomial);
static_assert(sizeof(detail::crc64_lanes<32>) == 32 * 1024);

TEST_CASE("each entry is what its byte adds, with the zeros that follow") {
  CHECK(differences(detail::crc64_table<1>) == 0);
  CHECK(differences(detail::crc64_lanes<32>::made().near) == 0);
  CHECK(differences(detail::crc64_lanes<32>::made().far) == 0);
}

}  // namespace
