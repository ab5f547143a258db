// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/crc64_folding.hpp>

#if defined(__x86_64__)

using namespace upcall;
namespace folding = upcall::detail::crc64_folding;

namespace {

// x^n modulo the polynomial; the highest bit is the coefficient of x^0.
constexpr std::uint64_t power(int n) {
  std::uint64_t out = std::uint64_t{1} << 63;
  for (; n != 0; --n) out = (out & 1) != 0 ? out >> 1 ^ detail::crc64_polynomial : out >> 1;
  return out;
}
template <std::size_t Bytes>
constexpr bool right =
    folding::by<Bytes>.first == power(8 * Bytes + 63) && folding::by<Bytes>.last == power(8 * Bytes - 1);
static_assert(right<16> && right<128> && right<256>);

// Both widths, whichever of them fold() takes on this processor: the bytes of the front, folded, stand for all.
TEST_CASE("each width takes in what it says and nothing is lost") {
  std::string bytes;
  for (int i = 0; i != 2000; ++i) bytes.push_back(static_cast<char>(i * i + i / 7));
  const auto check = [&](std::size_t size, auto take_in) {
    for (const std::size_t length : {size, size + 15, 2 * size - 1, 2 * size, 3 * size + 17, std::size_t{2000}}) {
      std::string front = bytes.substr(0, size);
      std::string_view rest = std::string_view{bytes}.substr(size, length - size);
      take_in(front.data(), rest);
      CHECK(rest.size() == (length - size) % size);
      folding::take_in_16(front.data(), size, rest);
      CHECK(rest.size() < 16);
      crc64 folded{~std::uint64_t{0}}, plain{~std::uint64_t{0}};  // both from a sum of zero
      folded.append(std::string_view{front}.substr(0, 16));
      folded.append(rest);
      plain.append(std::string_view{bytes}.substr(0, length));
      CHECK(folded.value() == plain.value());
    }
  };
  if (__builtin_cpu_supports("pclmul")) {
    check(128, [](char* front, std::string_view& rest) { folding::take_in_128(front, rest); });
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("vpclmulqdq"))
      check(256, [](char* front, std::string_view& rest) { folding::take_in_256(front, rest); });
  } else {
    std::string_view rest = bytes;
    CHECK(folding::fold<crc64>(42, rest) == 42);
    CHECK(rest.size() == bytes.size());
  }
}

}  // namespace

#endif
