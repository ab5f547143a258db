// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <upcall/crypto/crc64_tables.hpp>

namespace upcall {

namespace detail {

// The product of two polynomials over GF(2), modulo that of CRC-64; the highest bit is the coefficient of x^0.
constexpr std::uint64_t crc64_multiply(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  for (; a != 0; a <<= 1) {
    if (a >> 63 != 0) product ^= b;
    b = crc64_shifted(b);
  }
  return product;
}

}  // namespace detail

// The CRC-64 of two texts one after the other, of which only the checksums and the length of the second are known.
// crc1 is multiplied by x^(8 * length2), as if so many zero bytes followed it.
constexpr std::uint64_t crc64_combine(std::uint64_t crc1, std::uint64_t crc2, std::uint64_t length2) {
  if (length2 == 0) return crc1;
  std::uint64_t power = std::uint64_t{1} << 55;  // x^8, squared at each bit of the length
  for (; length2 != 0; length2 >>= 1) {
    if ((length2 & 1) != 0) crc1 = detail::crc64_multiply(crc1, power);
    power = detail::crc64_multiply(power, power);
  }
  return crc1 ^ crc2;
}

}  // namespace upcall
