// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <string>
#include <string_view>
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/crc64_blocks.hpp>

#if defined(__x86_64__)

using namespace upcall;
namespace folding = upcall::detail::crc64_folding;

namespace {

// x^n modulo the polynomial; the highest bit is the coefficient of x^0.
constexpr std::uint64_t power(std::size_t n) {
  std::uint64_t out = std::uint64_t{1} << 63;
  for (; n != 0; --n) out = detail::crc64_shifted(out);
  return out;
}
template <std::size_t Bytes>
constexpr bool right = folding::by<Bytes>.first == power(8 * Bytes + 63) && folding::by<Bytes>.last ==
                                                                                power(8 * Bytes - 1);
static_assert(right<16> && right<128> && right<256>);

std::uint64_t sum_of(std::string_view text) {
  crc64 out{~std::uint64_t{0}};  // from a sum of zero
  out.append(text);
  return out.value();
}
std::string bytes(std::size_t count, unsigned seed) {
  std::string out;
  for (; out.size() != count; seed = seed * 1'103'515'245 + 12'345) out.push_back(static_cast<char>(seed >> 16));
  return out;
}

// The blocks, zeros, and what stands Bytes after the blocks, have the sum of the moved blocks alone.
template <std::size_t Bytes>
void check(std::size_t size, void (*move)(char* blocks, const char* onto)) {
  std::string blocks = bytes(size, 1);
  const std::string onto = bytes(size, 2);
  const std::uint64_t expected = sum_of(blocks + std::string(Bytes - size, '\0') + onto);
  move(blocks.data(), onto.data());
  CHECK(sum_of(blocks) == expected);
}

template <std::size_t Bytes>
[[gnu::target("pclmul")]] void move_128(char* blocks, const char* onto) {
  folding::vector moved;
  __builtin_memcpy(&moved, blocks, sizeof moved);
  folding::move<Bytes>(moved, onto);
  __builtin_memcpy(blocks, &moved, sizeof moved);
}
template <std::size_t Bytes>
[[gnu::target("avx2,vpclmulqdq")]] void move_256(char* blocks, const char* onto) {
  folding::vector_256 moved;
  __builtin_memcpy(&moved, blocks, sizeof moved);
  folding::move<Bytes>(moved, onto);
  __builtin_memcpy(blocks, &moved, sizeof moved);
}
template <std::size_t Bytes>
[[gnu::target("avx512f,vpclmulqdq")]] void move_512(char* blocks, const char* onto) {
  folding::vector_512 moved;
  __builtin_memcpy(&moved, blocks, sizeof moved);
  folding::move<Bytes>(moved, onto);
  __builtin_memcpy(blocks, &moved, sizeof moved);
}

TEST_CASE("blocks that are moved stand for those that were there") {
  if (!__builtin_cpu_supports("pclmul")) return;
  check<16>(16, move_128<16>);
  check<128>(16, move_128<128>);
  check<256>(16, move_128<256>);
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("vpclmulqdq")) return;
  check<128>(32, move_256<128>);
  check<256>(32, move_256<256>);
  if (!__builtin_cpu_supports("avx512f")) return;
  check<128>(64, move_512<128>);
  check<256>(64, move_512<256>);
}

}  // namespace

#endif
